import NoviCore
import Testing

/// What those who listen are told about a new state.
@Suite(.timeLimit(.minutes(10)))
struct FlagsChangeTests {
    private let rules: RulePlugin

    init() throws { rules = try RulePlugin() }

    /// What is told when one state follows another.
    private func change(from old: FlagSet, to new: FlagSet) async -> FlagsChange? {
        let publisher = SnapshotPublisher(catalog: rules.catalog)
        await publisher.publish(old)
        return await publisher.changes.listen { changes in
            await publisher.publish(new)
            var iterator = changes.makeAsyncIterator()
            return await iterator.next()
        }
    }

    private static let old = FlagSet(
        version: 1,
        [.rule(1, "on"), .rule(2, "same 1"), .rule(3, "on")],
        links: ["a": [1], "b": [2], "c": [3], "caf\u{E9}": []]
    )

    @Test func `nothing changed`() async {
        var new = Self.old
        new.version = 2
        let change = await change(from: Self.old, to: new)
        #expect(change?.names.isEmpty == true)
        #expect(change?.version == 2)
    }

    @Test func `a changed activation changes the flags that are made of it`() async {
        var new = Self.old
        new.activations[1] = .rule(1, "off")
        #expect(await change(from: Self.old, to: new)?.names == ["a", "b"])
    }

    @Test func `flags appear, vanish, and change`() async {
        var new = Self.old
        new.rows[0].status = false
        new.rows[1].activationIDs = [2, 3]
        new.rows[2].name = "d"
        new.rows.append(.init(id: 9, name: "new", status: true))
        #expect(await change(from: Self.old, to: new)?.names == ["a", "b", "d", "new", "c"])
        new.rows.removeAll()
        #expect(
            await change(from: Self.old, to: new)?.names == ["a", "b", "c", "caf\u{E9}"]
        )
    }

    @Test func `a name that differs in its bytes alone is another flag`() async {
        var new = Self.old
        new.rows[3].name = "cafe\u{301}"
        let names = await change(from: Self.old, to: new)?.names ?? []
        #expect(
            names.map { Array($0.utf8) } == ["cafe\u{301}", "caf\u{E9}"].map { Array($0.utf8) }
        )
    }

    @Test func `the first state is news of all its flags`() async {
        let publisher = SnapshotPublisher(catalog: rules.catalog)
        let change = await publisher.changes.listen { changes in
            await publisher.publish(Self.old)
            var iterator = changes.makeAsyncIterator()
            return await iterator.next()
        }
        #expect(change?.names == ["a", "b", "c", "caf\u{E9}"])
        #expect(change?.version == 1)
    }

    @Test func `a slow listener misses the older states, never the latest`() async {
        let publisher = SnapshotPublisher(catalog: rules.catalog)
        let versions = await publisher.changes.listen { changes in
            for version in 1...100 {
                await publisher.publish(FlagSet(version: UInt64(version), []))
            }
            var versions: [UInt64] = []
            for await change in changes {
                versions.append(change.version)
                if change.version == 100 { break }
            }
            return versions
        }
        #expect(versions == Array(37...100))
    }
}
