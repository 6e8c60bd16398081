import Foundation
import NoviCore
import NoviStorage
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct CreationTests {
    @Test(arguments: [true, false])
    func `a new database is complete and in WAL mode`(_ isThere: Bool) async throws {
        let database = try TestDatabase()
        if isThere { _ = try database.folder.write("", to: "flags.db") }
        #expect(try await database.store(createTables: true).load() == FlagSet(version: 1))
        #expect(try database.python.rows("PRAGMA journal_mode") == ["wal"])
        #expect(try database.python.rows("SELECT name FROM sqlite_master").contains("novi_changes"))
        #expect(try database.files.allSatisfy { $0.hasPrefix("flags.db") && $0.count <= 12 })
    }

    @Test func `several may create it at once`() async throws {
        let database = try TestDatabase()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id: Int64 in 1...8 {
                let store = database.store(createTables: true)
                let edit = FlagEdit.putFlag(id: id, name: "\(id)", status: true)
                group.addTask { _ = try await store.write([edit]) }
            }
            try await group.waitForAll()
        }
        #expect(try database.python.rows("SELECT count(*) FROM flags") == ["8"])
    }

    @Test func `in a database of Python novi only what is missing is created`() async throws {
        let database = try TestDatabase(.python)
        try database.python.execute("DROP TABLE flags_activations")
        let others = "SELECT sql FROM sqlite_master WHERE tbl_name <> 'flags_activations'"
        let before = try database.python.rows(others)
        let flags = try await database.store(createTables: true).load()
        #expect(flags.rows.map(\.name) == ["a", "b"])
        #expect(
            try database.python.rows("SELECT name FROM sqlite_master WHERE sql IS NOT NULL") == [
                "activations", "flags", "flags_activations", "novi_links_by_activation",
            ]
        )
        #expect(try database.python.rows(others) == before)
        #expect(try database.python.rows("PRAGMA journal_mode") == ["delete"])
    }

    @Test func `a folder that is missing is named`() async throws {
        let database = try TestDatabase()
        let path = database.folder.path("no/flags.db")
        #expect(
            await sentence { _ = try await SQLiteFlagStore(path, createTables: true).load() }
                == "'\(path)' cannot be created: No such file or directory."
        )
    }
}

@Suite(.timeLimit(.minutes(5)))
struct ScriptTests {
    private func create(_ database: TestDatabase, _ script: String) async throws {
        let path = try database.folder.write(script, to: "script.sql")
        try await SQLiteFlagStore.create("sqlite:///\(database.path)", script: path)
    }

    @Test(arguments: ["", "BEGIN;", "PRAGMA foreign_keys = OFF; BEGIN TRANSACTION;"])
    func `a script seeds a new database`(_ beginning: String) async throws {
        let database = try TestDatabase()
        // Links before what they link, and text in double quotes, as Python's sqlite3 allows.
        let script = """
            \(beginning)
            -- A comment; with a semicolon
            INSERT INTO flags_activations VALUES (1, 1);
            INSERT INTO flags VALUES (1, "a;b", 1);
            INSERT INTO activations VALUES (1, 'one', 'm.One', '{}');
            \(beginning.isEmpty ? "" : "COMMIT;")
            """
        try await create(database, script)
        let flags = try await database.store().load()
        #expect(flags.flags.map(\.name) == ["a;b"])
        #expect(flags.flags[0].activations.map(\.name) == ["one"])
        #expect(try database.python.rows("PRAGMA journal_mode") == ["wal"])
    }

    @Test(arguments: [
        ("DELETE FROM flags; INSERT INTO absent VALUES (1)", "no such table: absent"),
        ("BEGIN; DELETE FROM flags", "it begins a transaction that it does not end"),
        (".mode list", "near \".\": syntax error"),
    ])
    func `a script that fails creates nothing`(_ script: String, _ reason: String) async throws {
        let database = try TestDatabase()
        let sentence = await sentence { try await create(database, script) }
        #expect(
            sentence == "The script '\(database.folder.path("script.sql"))' failed, "
                + "and '\(database.path)' was not created: \(reason)."
        )
        #expect(try database.files == ["script.sql"])
    }

    @Test func `a script is for a new database`() async throws {
        let database = try TestDatabase(.python)
        let before = try database.bytes
        #expect(
            await sentence { try await create(database, "DELETE FROM flags") }
                == "There is a database '\(database.path)' already; a script needs a new one."
        )
        #expect(try database.bytes == before)
    }

    @Test func `a script that is missing is named`() async throws {
        let database = try TestDatabase()
        #expect(
            await sentence { try await SQLiteFlagStore.create(database.path, script: "/no.sql") }
                == "The script '/no.sql' cannot be read as UTF-8; correct it."
        )
    }

    @Test func `a database in memory cannot be created beforehand`() async throws {
        #expect(
            await sentence { try await SQLiteFlagStore.create("sqlite://", script: "/no.sql") }
                == "A database in memory cannot be created beforehand; name a file."
        )
    }
}
