import Foundation
import NoviCore
import NoviStorage
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct WritingTests {
    private let three = Activation(id: 3, name: "three", className: "m.Three", config: "\"'%é")

    @Test(arguments: TestDatabase.Origin.allCases)
    func `edits are applied in order`(_ origin: TestDatabase.Origin) async throws {
        let database = try TestDatabase(origin)
        let flags = try await database.store().write([
            .putFlag(id: 2, name: "c", status: true),
            .putFlag(id: 5, name: "b", status: false),
            .putActivation(three),
            .attach(flagID: 5, activationID: 3),
            .attach(flagID: 5, activationID: 3),
            .attach(flagID: 5, activationID: 2),
            .detach(flagID: 1, activationID: 1),
            .detach(flagID: 1, activationID: 1),
            .deleteActivation(id: 2),
            .deleteFlag(id: 1),
            .deleteFlag(id: 1),
        ])
        let expected = [
            Flag(id: 2, name: "c", status: true),
            Flag(id: 5, name: "b", status: false, activations: [three]),
        ]
        #expect(flags.flags == expected)
        #expect(flags.activations.keys.sorted() == [1, 3])
        #expect(try await database.store().load().flags == expected)
        #expect(try database.python.rows("SELECT * FROM flags_activations") == ["5|3"])
    }

    @Test(arguments: TestDatabase.Origin.allCases)
    func `each edit is read back as if all were read`(_ origin: TestDatabase.Origin) async throws {
        let database = try TestDatabase(origin)
        let store = database.store()
        let edits: [FlagEdit] = [
            .putActivation(three),
            .attach(flagID: 2, activationID: 3),
            .attach(flagID: 1, activationID: 3),
            .putFlag(id: 0, name: "first", status: true),
            .putActivation(Activation(id: 3, name: "", className: "", config: "")),
            .deleteActivation(id: 3),
            .putFlag(id: 1, name: "z", status: false),
            .deleteFlag(id: 1),
        ]
        for (index, edit) in edits.enumerated() {
            let flags = try await store.write([edit])
            let all = try await database.store().load()
            #expect(flags.flags == all.flags, "after \(edit)")
            #expect(flags.activations == all.activations, "after \(edit)")
            #expect(flags.version == UInt64(index) + 2)
        }
    }

    @Test(arguments: TestDatabase.Origin.allCases)
    func `what others committed before is read too`(_ origin: TestDatabase.Origin) async throws {
        let database = try TestDatabase(origin)
        let store = database.store()
        for round in 1...2 {
            _ = try await store.write([.putFlag(id: 1, name: "ours \(round)", status: true)])
            try database.python.execute("UPDATE flags SET name = 'theirs \(round)' WHERE id = 2")
            let flags = try await store.write([.putFlag(id: 3, name: "\(round)", status: true)])
            #expect(flags.rows.map(\.name) == ["ours \(round)", "theirs \(round)", "\(round)"])
        }
    }

    @Test(
        arguments: TestDatabase.Origin.allCases,
        [
            (
                FlagEdit.putFlag(id: 2, name: "a", status: true),
                "Flag 2 cannot be named 'a', because flag 1 is."
            ),
            (
                .putFlag(id: 3, name: "a\0b", status: true),
                "The texts of flag 3 may not contain a zero byte; remove it."
            ),
            (
                .attach(flagID: 9, activationID: 1),
                "There is no flag 9 that could be linked to activation 1."
            ),
            (
                .attach(flagID: 1, activationID: 9),
                "There is no activation 9 that could be linked to flag 1."
            ),
        ]
    )
    func `an edit that makes no sense changes nothing`(
        _ origin: TestDatabase.Origin,
        _ edit: (FlagEdit, sentence: String)
    ) async throws {
        let database = try TestDatabase(origin)
        let store = database.store()
        let flags = try await store.load()
        let reason = await sentence {
            _ = try await store.write([.putFlag(id: 4, name: "d", status: true), edit.0])
        }
        #expect(reason == edit.sentence)
        #expect(try await store.load() == flags)
        #expect(try database.python.rows("SELECT id FROM flags") == ["1", "2"])
    }

    @Test func `names that differ in bytes are different names`() async throws {
        let flags = try await SQLiteFlagStore("sqlite://").write([
            .putFlag(id: 1, name: "caf\u{E9}", status: true),
            .putFlag(id: 2, name: "cafe\u{301}", status: true),
        ])
        #expect(flags.rows.count == 2)
    }

    @Test func `a rule of the database that Novi does not know is named`() async throws {
        let database = try TestDatabase(.python)
        try database.python.execute("CREATE UNIQUE INDEX i ON activations (class_name)")
        let edit = FlagEdit.putActivation(
            Activation(id: 2, name: "", className: "m.One", config: "")
        )
        #expect(
            await sentence { _ = try await database.store().write([edit]) }
                == "'\(database.path)' does not allow the change: "
                + "UNIQUE constraint failed: activations.class_name."
        )
    }
}

@Suite(.timeLimit(.minutes(5)))
struct UnwritableDatabaseTests {
    private let edit = FlagEdit.putFlag(id: 1, name: "c", status: true)

    @Test func `a URL may say that nothing is written`() async throws {
        let database = try TestDatabase(.novi)
        let url = "sqlite:///file:\(database.path)?mode=ro&uri=true"
        #expect(
            await sentence { _ = try await SQLiteFlagStore(url).write([edit]) }
                == "'\(database.path)' is read-only; changes cannot be written to it."
        )
    }

    @Test func `a database of a later format is read but not written to`() async throws {
        let database = try TestDatabase(.python)
        // The version that a program has to know to write. Unlike permissions it binds root too.
        let file = try FileHandle(forUpdating: URL(filePath: database.path))
        try file.seek(toOffset: 18)
        try file.write(contentsOf: [3])
        try file.close()
        let store = database.store()
        #expect(try await store.load().flags == TestDatabase.flags)
        #expect(
            await sentence { _ = try await store.write([edit]) }
                == "'\(database.path)' is read-only; changes cannot be written to it."
        )
        #expect(try await store.load().flags == TestDatabase.flags)
    }

    @Test func `a missing database is not created`() async throws {
        let database = try TestDatabase()
        let reason = await sentence { _ = try await database.store().write([edit]) }
        #expect(reason.hasPrefix("There is no database '\(database.path)'"))
        #expect(try database.files == [])
    }

    @Test func `a database without tables says what to do`() async throws {
        let database = try TestDatabase()
        try database.python.execute("CREATE TABLE other (id INTEGER)")
        let reason = await sentence { _ = try await database.store().write([edit]) }
        #expect(reason.hasPrefix("'\(database.path)' has no table 'flags';"))
    }
}

@Suite(.timeLimit(.minutes(5)))
struct LockedDatabaseTests {
    private let edit = FlagEdit.putFlag(id: 1, name: "c", status: true)

    private func patient(_ database: TestDatabase) -> SQLiteFlagStore {
        SQLiteFlagStore(database.path, patience: .seconds(120))
    }

    @Test(arguments: TestDatabase.Origin.allCases, ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
    func `a write waits for others`(
        _ origin: TestDatabase.Origin,
        _ statement: String
    ) async throws {
        let database = try TestDatabase(origin)
        _ = try database.python.rows(statement)
        async let flags = patient(database).write([edit])
        _ = try database.python.rows("UPDATE flags SET name = 'd' WHERE id = 2")
        _ = try database.python.rows("COMMIT")
        #expect(try await flags.rows.map(\.name) == ["c", "d"])
    }

    @Test func `a commit waits for readers`() async throws {
        let database = try TestDatabase(.python)
        let store = patient(database)
        _ = try database.python.rows("BEGIN")
        _ = try database.python.rows("SELECT * FROM flags")
        async let flags = store.write([edit])
        #expect(try await store.load().rows.map(\.name) == ["a", "b"])
        _ = try database.python.rows("COMMIT")
        #expect(try await flags.rows.map(\.name) == ["c", "b"])
    }

    @Test func `reading goes on while a write waits`() async throws {
        let database = try TestDatabase(.novi)
        let store = patient(database)
        _ = try database.python.rows("BEGIN IMMEDIATE")
        async let flags = store.write([edit])
        #expect(try await store.load().flags == TestDatabase.flags)
        _ = try database.python.rows("COMMIT")
        #expect(try await flags.rows.map(\.name) == ["c", "b"])
    }

    @Test func `a lock that lasts is reported`() async throws {
        let database = try TestDatabase(.python)
        let store = SQLiteFlagStore(database.path, patience: .milliseconds(100))
        _ = try database.python.rows("BEGIN EXCLUSIVE")
        let expected = "'\(database.path)' is locked by another program for too long; try again."
        #expect(await sentence { _ = try await store.write([edit]) } == expected)
        #expect(await sentence { _ = try await store.load() } == expected)
        _ = try database.python.rows("COMMIT")
        #expect(try await store.load().flags == TestDatabase.flags)
    }
}
