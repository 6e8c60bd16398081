import Foundation
import NoviCore
import NoviStorage
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct WatchingTests {
    @Test(arguments: TestDatabase.Origin.allCases, ["delete", "wal"])
    func `what another process commits is delivered`(
        _ origin: TestDatabase.Origin,
        _ mode: String
    ) async throws {
        let database = try TestDatabase(origin)
        try database.python.execute("PRAGMA journal_mode = \(mode)")
        try await watching(database.store()) { events in
            #expect(try await events.flags().flags == TestDatabase.flags)
            for round: UInt64 in 2...4 {
                try database.python.execute("UPDATE flags SET name = 'round \(round)' WHERE id = 2")
                let flags = try await events.flags()
                #expect(flags.version == round)
                #expect(flags.rows.map(\.name) == ["a", "round \(round)"])
            }
        }
    }

    @Test func `a write is delivered to those who watch`() async throws {
        let store = SQLiteFlagStore("sqlite://")
        try await watching(store) { events in
            #expect(try await events.flags().version == 1)
            let written = try await store.write([.putFlag(id: 1, name: "a", status: true)])
            #expect(try await events.flags() == written)
        }
    }

    @Test(arguments: TestDatabase.Origin.allCases)
    func `a commit that changes no flag is not delivered`(
        _ origin: TestDatabase.Origin
    ) async throws {
        let database = try TestDatabase(origin)
        try await watching(database.store()) { events in
            _ = try await events.flags()
            try database.python.execute("CREATE TABLE other (id INTEGER)")
            try database.python.execute("INSERT INTO other VALUES (2)")
            try database.python.execute("UPDATE flags SET name = 'c' WHERE id = 1")
            let flags = try await events.flags()
            #expect(flags.version == 2)
            #expect(flags.rows[0].name == "c")
        }
    }

    @Test(
        arguments: TestDatabase.Origin.allCases,
        [
            ("UPDATE flags SET status = 0 WHERE id = 1", []),
            ("DELETE FROM flags_activations", []),
            ("UPDATE activations SET config = 'other' WHERE id = 2", [2]),
            ("DELETE FROM activations WHERE id = 1", [1]),
            ("UPDATE activations SET id = 7 WHERE id = 1", [1, 7]),
            ("INSERT INTO activations VALUES (9, '', 'shop.Rule', '')", [9]),
        ] as [(String, Set<Int64>)]
    )
    func `the activations that changed are named`(
        _ origin: TestDatabase.Origin,
        _ change: (sql: String, activationIDs: Set<Int64>)
    ) async throws {
        let database = try TestDatabase(origin)
        try await watching(database.store()) { events in
            _ = try await events.flags()
            try database.python.execute(change.sql)
            let changes = try #require(try await events.flags().changes)
            #expect(changes == .init(since: 1, activationIDs: change.activationIDs))
        }
    }

    @Test func `a name whose bytes change is delivered`() async throws {
        let database = try TestDatabase(.python)
        try database.python.execute("UPDATE flags SET name = 'caf' || char(233) WHERE id = 2")
        try await watching(database.store()) { events in
            _ = try await events.flags()
            try database.python.execute("UPDATE flags SET name = 'cafe' || char(769) WHERE id = 2")
            #expect(try await events.flags().rows[1].name.unicodeScalars.count == 5)
        }
    }

    @Test func `each reason is told once, and the flags when they are back`() async throws {
        let database = try TestDatabase(.python)
        let files = FileManager.default
        try await watching(database.store()) { events in
            let first = try await events.flags()
            try files.moveItem(atPath: database.path, toPath: database.folder.path("away.db"))
            #expect(try await events.reason().hasPrefix("There is no database '\(database.path)'"))
            try files.createDirectory(atPath: database.path, withIntermediateDirectories: false)
            #expect(try await events.reason().hasPrefix("'\(database.path)' is not a file;"))
            try files.removeItem(atPath: database.path)
            #expect(try await events.reason().hasPrefix("There is no database '\(database.path)'"))
            try files.moveItem(atPath: database.folder.path("away.db"), toPath: database.path)
            #expect(try await events.flags() == first)
        }
    }

    @Test(arguments: TestDatabase.Origin.allCases, [true, false])
    func `a file that takes the place of another is read`(
        _ origin: TestDatabase.Origin,
        _ isRenamed: Bool
    ) async throws {
        let database = try TestDatabase(.novi)
        let other = try TestDatabase(origin)
        try other.python.execute("UPDATE flags SET name = 'other' WHERE id = 1")
        try await watching(database.store()) { events in
            _ = try await events.flags()
            if isRenamed {
                #expect(rename(other.path, database.path) == 0)
            } else {
                // In another process, because closing a file gives up this process's locks on it.
                #expect(try await run("cp", [other.path, database.path]).status == 0)
            }
            #expect(try await events.flags().rows.map(\.name) == ["other", "b"])
            try database.python.execute("UPDATE flags SET name = 'later' WHERE id = 1")
            #expect(try await events.flags().rows.map(\.name) == ["later", "b"])
        }
    }

    @Test func `a database that vanishes is not created again`() async throws {
        let database = try TestDatabase()
        try await watching(database.store(createTables: true)) { events in
            #expect(try await events.flags() == FlagSet(version: 1))
            for file in try database.files { _ = unlink(database.folder.path(file)) }
            #expect(try await events.reason().hasPrefix("There is no database"))
            #expect(try database.files == [])
        }
    }

    @Test(arguments: TestDatabase.Origin.allCases)
    func `no state is older than one before it`(_ origin: TestDatabase.Origin) async throws {
        let database = try TestDatabase(origin)
        let store = database.store()
        try await watching(store) { events in
            // Each commit adds one flag, so that the count tells the age of a state.
            var states = [try await events.flags()]
            for id: Int64 in 10..<30 {
                async let written = store.write([.putFlag(id: id, name: "w\(id)", status: true)])
                try database.python.execute("INSERT INTO flags VALUES (\(id + 100), 'p\(id)', 1)")
                states.append(try await written)
            }
            while states.last?.rows.count != 42 { states.append(try await events.flags()) }
            states.sort { $0.version < $1.version }
            #expect(states.map(\.rows.count) == states.map(\.rows.count).sorted())
            let byVersion = Dictionary(grouping: states, by: \.version).values
            #expect(byVersion.allSatisfy { states in states.allSatisfy { $0 == states[0] } })
        }
    }

    @Test func `a watch ends with its task`() async throws {
        let database = try TestDatabase()
        let store = database.store()
        let task = Task { await store.watch { _ in } }
        task.cancel()
        await task.value
    }
}
