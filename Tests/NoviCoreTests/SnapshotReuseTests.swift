import NoviCore
import Testing

/// Which instances a new snapshot takes over from the one before.
struct SnapshotReuseTests {
    private let rules: RulePlugin
    private let publisher: SnapshotPublisher

    init() throws {
        rules = try RulePlugin()
        publisher = SnapshotPublisher(catalog: rules.catalog)
    }

    private var evaluator: Evaluator { Evaluator(publisher.published) }

    /// Publishes a state, and releases the one before.
    private func publish(_ flags: FlagSet) async {
        await publisher.publish(flags)
        await publisher.published.releaseReplaced()
    }

    /// Publishes a state with one flag.
    private func publish(_ activations: Activation...) async { await publish(FlagSet(activations)) }

    @Test func `nothing is made again if nothing changed`() async {
        let flags = FlagSet([.rule(1, "on"), .rule(2, "same 1"), .rule(3, "variant blue")])
        await publish(flags)
        await publish(flags)
        #expect(rules[.created] == 3)
        #expect(rules[.destroyed] == 0)
        #expect(Answer(evaluator.evaluate("flag", context: [:])) == .on("blue"))
    }

    @Test(arguments: [
        Activation.rule(2, "off"),
        .rule(2, "on "),
        .rule(2, "on", type: "SerialRule"),
        Activation(id: 2, name: "new", className: "novi_activations.rules.Rule", config: "on"),
    ])
    func `a changed row is made again, and no other`(changed: Activation) async {
        await publish(.rule(1, "on"), .rule(2, "on"), .rule(3, "on"))
        await publish(.rule(1, "on"), changed, .rule(3, "on"))
        #expect(rules[.created] == 4)
        #expect(rules[.destroyed] == 1)
        #expect(publisher.published.current?.instances[2]?.row == changed)
    }

    @Test func `what is made of a changed row is made again, and so on`() async {
        let others = [Activation.rule(2, "same 1"), .rule(3, "same 2"), .rule(4, "on")]
        await publish(FlagSet([.rule(1, "on")] + others))
        await publish(FlagSet([.rule(1, "off")] + others))
        #expect(rules[.created] == 7)
        #expect(rules[.destroyed] == 3)
        #expect(Answer(evaluator.evaluate("flag", context: [:])) == .off)
    }

    @Test(arguments: [[], [.rule(1, "off")], [.rule(1, "off"), .rule(9, "on")]] as [[Activation]])
    func `of rows that are named, and what is made of them, new ones are made`(
        changed: [Activation]
    ) async {
        var flags = FlagSet([
            .rule(1, "on"), .rule(2, "same 1"), .rule(3, "same 2"), .rule(4, "on"),
        ])
        await publish(flags)
        for row in changed { flags.activations[row.id] = row }
        flags.changes = .init(since: flags.version, activationIDs: Set(changed.map(\.id)))
        flags.version += 1
        await publish(flags)
        #expect(rules[.created] == (changed.isEmpty ? 4 : 7))
        #expect(Answer(evaluator.evaluate("flag", context: [:])) == (changed.isEmpty ? .on : .off))
    }

    @Test func `a named row that vanished is let go of`() async {
        var flags = FlagSet([.rule(1, "off"), .rule(2, "on")])
        await publish(flags)
        flags.activations[1] = nil
        flags.changes = .init(since: flags.version, activationIDs: [1])
        flags.version += 1
        await publish(flags)
        #expect(rules[.destroyed] == 1)
        #expect(Answer(evaluator.evaluate("flag", context: [:])) == .on)
    }

    @Test func `what is named for another state is not believed`() async {
        var flags = FlagSet([.rule(1, "on"), .rule(2, "on")])
        await publish(flags)
        flags.activations[1] = .rule(1, "off")
        flags.changes = .init(since: flags.version + 1, activationIDs: [])
        flags.version += 2
        await publish(flags)
        #expect(Answer(evaluator.evaluate("flag", context: [:])) == .off)
    }

    @Test func `a config that differs in its bytes alone has changed`() async {
        await publish(.rule(1, "variant caf\u{E9}"))
        await publish(.rule(1, "variant cafe\u{301}"))
        let variant = evaluator.evaluate("flag", context: [:]).variant ?? ""
        #expect(Array(variant.utf8) == Array("cafe\u{301}".utf8))
    }

    @Test func `a row that comes back is made again`() async {
        await publish(.rule(1, "on"), .rule(2, "on"))
        await publish(.rule(1, "on"))
        #expect(rules[.destroyed] == 1)
        await publish(.rule(1, "on"), .rule(2, "on"))
        #expect(rules[.created] == 3)
    }

    @Test func `an activation that no flag uses is not made`() async {
        let flags = FlagSet([.rule(1, "on"), .rule(2, "on")], links: ["flag": [1]])
        await publisher.publish(flags)
        #expect(rules[.created] == 1)
        let all = SnapshotAssembly.assemble(flags, catalog: rules.catalog, includingUnused: true)
        #expect(all.instances.keys.sorted() == [1, 2])
    }

    @Test func `a broken activation is tried again with each snapshot`() async {
        await publish(.rule(1, "refuse -1 no"))
        await publish(.rule(1, "refuse -1 no"))
        #expect(Answer(evaluator.evaluate("flag", context: [:])).reason == .error)
        await publish(.rule(1, "on"))
        #expect(Answer(evaluator.evaluate("flag", context: [:])) == .on)
    }

    @Test func `a rule that did without a missing one is made again when it appears`() async {
        await publish(.rule(1, "maybe 2"))
        #expect(Answer(evaluator.evaluate("flag", context: [:])) == .on)
        await publish(
            FlagSet([.rule(1, "maybe 2"), .rule(2, "off")], links: ["flag": [1]])
        )
        #expect(Answer(evaluator.evaluate("flag", context: [:])) == .off)
    }

    @Test func `another class behind the same name makes its rows again`() async throws {
        await publish(.rule(1, "on"), .rule(2, "same 1"))
        let other = try RulePlugin()
        await publisher.replace(other.catalog)
        await publisher.published.releaseReplaced()
        #expect(other[.created] == 2)
        #expect(rules[.destroyed] == 2)
        await publisher.replace(ActivationCatalog())
        await publisher.published.releaseReplaced()
        #expect(other[.destroyed] == 2)
        #expect(Answer(evaluator.evaluate("flag", context: [:])).reason == .error)
    }

    @Test func `an older state never replaces a later one`() async {
        await publisher.publish(FlagSet(version: 2, [.rule(1, "off")]))
        await publisher.publish(FlagSet(version: 1, [.rule(1, "on")]))
        #expect(Answer(evaluator.evaluate("flag", context: [:])) == .off)
        #expect(publisher.published.current?.flags.version == 2)
    }

    @Test func `a broken config harms its own flags only`() async {
        let flags = FlagSet(
            [.rule(1, "refuse -2 Write on."), .rule(2, "on"), .rule(3, "same 1")],
            links: ["a": [1, 2], "b": [2], "c": [3], "d": []]
        )
        await publisher.publish(flags)
        let answers = evaluator.evaluateAll(context: [:]).map { Answer($0.evaluation) }
        #expect(
            answers == [
                .error(.parseError, "Activation 1 'rule 1': Write on."),
                .on,
                .error(.parseError, "Activation 3 'rule 3': Activation 1 'rule 1': Write on."),
                Answer(isOn: true, .static),
            ]
        )
        #expect(publisher.published.current?.broken.map(\.row.id) == [1])
    }
}
