import Foundation
import NoviCore
import NoviStorage
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ReadingTests {
    @Test(arguments: TestDatabase.Origin.allCases)
    func `flags are read with their activations in order`(
        _ origin: TestDatabase.Origin
    ) async throws {
        let database = try TestDatabase(origin)
        let flags = try await database.store().load()
        #expect(flags.flags == TestDatabase.flags)
        #expect(flags.oddities == [])
    }

    @Test func `the database of Python novi is read, and stays as it is`() async throws {
        let database = try TestDatabase.original()
        try database.forbidWriting()
        defer { database.allowWriting() }
        let before = try database.bytes
        for createTables in [false, true] {
            let flags = try await database.store(createTables: createTables).load()
            #expect(flags.rows.count == 120)
            #expect(flags.activations.count == 60)
            #expect(flags.flags.map(\.activations.count).reduce(0, +) == 184)
            #expect(flags.rows[2].name == "日本 3")
        }
        #expect(try database.bytes == before)
        #expect(try database.files == ["flags.db"])
    }

    @Test(arguments: ["delete", "truncate", "persist", "wal"])
    func `the journal mode stays`(_ mode: String) async throws {
        let database = try TestDatabase(.python)
        try database.python.execute("PRAGMA journal_mode = \(mode)")
        let before = try database.bytes
        let flags = try await database.store(createTables: true).load()
        #expect(flags.flags == TestDatabase.flags)
        #expect(try database.bytes == before)
    }

    @Test func `making a store opens nothing, and a missing file is not created`() async throws {
        let database = try TestDatabase()
        let store = database.store()
        let reason = await sentence { _ = try await store.load() }
        #expect(
            reason == "There is no database '\(database.path)'; "
                + "correct the path, or set createTables=True."
        )
        #expect(try database.files == [])
    }

    @Test func `a database that appears later is read`() async throws {
        let database = try TestDatabase()
        let store = database.store()
        await #expect(throws: FlagStoreError.self) { try await store.load() }
        try database.python.execute(TestDatabase.pythonSchema + TestDatabase.rows)
        #expect(try await store.load().flags == TestDatabase.flags)
    }

    @Test func `a database without tables says what to do`() async throws {
        let database = try TestDatabase()
        try database.python.execute("CREATE TABLE activations (id INTEGER)")
        let reason = await sentence { _ = try await database.store().load() }
        #expect(
            reason == "'\(database.path)' has no table 'flags'; set createTables=True to create "
                + "it, or give the path of a database of flags."
        )
        #expect(try database.python.rows("SELECT name FROM sqlite_master") == ["activations"])
    }

    @Test func `what is no database is refused`() async throws {
        let folder = try TemporaryFolder()
        let text = try folder.write(String(repeating: "no database ", count: 99), to: "text.db")
        #expect(
            await sentence { _ = try await SQLiteFlagStore(text).load() }
                == "'\(text)' is not a SQLite database; correct the path."
        )
        #expect(
            await sentence { _ = try await SQLiteFlagStore(folder.url.path).load() }
                == "'\(folder.url.path)' is not a file; a database is needed."
        )
        #expect(
            await sentence { _ = try await SQLiteFlagStore("mysql://u:secret@h/d").load() }
                .hasPrefix("Novi opens no databases by the scheme 'mysql'")
        )
    }

    @Test func `a change that was interrupted is not served`() async throws {
        let database = try TestDatabase(.python)
        try database.python.execute(
            """
            PRAGMA cache_size = 2;
            BEGIN;
            WITH RECURSIVE n(i) AS (VALUES (10) UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            INSERT INTO flags SELECT i, 'flag ' || i, 1 FROM n
            """
        )
        let copy = try TestDatabase()
        for suffix in ["", "-journal"] {
            _ = try copy.folder.copy(URL(filePath: database.path + suffix), to: "flags.db" + suffix)
        }
        let reason = await sentence { _ = try await copy.store().load() }
        #expect(reason.hasPrefix("A program was interrupted while it wrote to '\(copy.path)';"))
        #expect(try copy.python.rows("SELECT count(*) FROM flags") == ["2"])
        #expect(try await copy.store().load().flags == TestDatabase.flags)
    }

    @Test func `a database in memory has tables`() async throws {
        let store = SQLiteFlagStore("sqlite://")
        #expect(try await store.load() == FlagSet(version: 1))
        let flags = try await store.write([.putFlag(id: 1, name: "a", status: true)])
        #expect(flags == FlagSet([Flag(id: 1, name: "a", status: true)], version: 2))
        #expect(try await store.load() == flags)
    }

    @Test func `statements are logged if asked for`() async throws {
        let database = try TestDatabase(.novi)
        let log = LogRecorder()
        let store = SQLiteFlagStore(database.path, echo: true, logger: log.logger)
        _ = try await store.load()
        #expect(log.statements.contains { $0.hasPrefix("SELECT id, name, status FROM flags") })
        let count = log.statements.count
        _ = try await store.load()
        #expect(log.statements.count == count)
    }
}

struct ImmutableReadingTests {
    /// A database in WAL mode that can be read, but beside which SQLite can make no file.
    ///
    /// The link leads nowhere. A folder that cannot be written to has the same effect, but not for
    /// root, as which tests may run.
    private func databaseInWALMode() throws -> TestDatabase {
        let database = try TestDatabase(.novi)
        try database.python.execute("PRAGMA journal_mode = wal")
        try block(database)
        return database
    }

    private func block(_ database: TestDatabase) throws {
        try FileManager.default.createSymbolicLink(
            atPath: database.path + "-shm",
            withDestinationPath: "/nowhere/shm"
        )
    }

    @Test func `a database in WAL mode is read where no file can be made beside it`() async throws {
        let database = try databaseInWALMode()
        #expect(try await database.store(createTables: true).load().flags == TestDatabase.flags)
    }

    @Test func `so is one in a folder that cannot be written to`() async throws {
        let database = try TestDatabase(.novi)
        try database.python.execute("PRAGMA journal_mode = wal")
        try database.forbidWriting()
        defer { database.allowWriting() }
        #expect(try await database.store().load().flags == TestDatabase.flags)
    }

    @Test func `it is opened again when the file changes`() async throws {
        let database = try databaseInWALMode()
        let store = database.store()
        _ = try await store.load()
        try FileManager.default.removeItem(atPath: database.path + "-shm")
        try database.python.execute("UPDATE flags SET name = 'c' WHERE id = 1")
        try block(database)
        #expect(try await store.load().rows.map(\.name) == ["c", "b"])
    }

    @Test func `it is opened as usual as soon as somebody writes to it`() async throws {
        let database = try databaseInWALMode()
        let store = database.store()
        _ = try await store.load()
        try FileManager.default.removeItem(atPath: database.path + "-shm")
        let other = database.store()
        _ = try await other.write([.putFlag(id: 1, name: "c", status: true)])
        #expect(try await store.load().rows.map(\.name) == ["c", "b"])
        withExtendedLifetime(other) {}
    }

    @Test func `changes that cannot be read are not passed over`() async throws {
        let database = try databaseInWALMode()
        _ = try database.folder.write("not empty", to: "flags.db-wal")
        let reason = await sentence { _ = try await database.store().load() }
        #expect(reason.hasPrefix("The changes in '\(database.path)-wal' cannot be read,"))
    }

    @Test func `it cannot be written to`() async throws {
        let database = try databaseInWALMode()
        let store = database.store()
        let reason = await sentence { _ = try await store.write([.deleteFlag(id: 1)]) }
        #expect(reason == "'\(database.path)' is read-only; changes cannot be written to it.")
        #expect(try await store.load().flags == TestDatabase.flags)
    }
}
