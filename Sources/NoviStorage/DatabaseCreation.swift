internal import GRDB
internal import Glibc
internal import NoviCore

/// Makes databases, and the tables of those that lack some.
enum DatabaseCreation {
    /// Creates the file if there is none, and the tables that are missing.
    static func createTables(_ path: String, _ configuration: Configuration) throws {
        guard try !create(path, script: nil) else { return }
        let schema = try SQLiteConnection(reading: path, configuration).queue
            .read(DatabaseSchema.init)
        guard !schema.missingTables.isEmpty else { return }
        try SQLiteConnection(writing: path, configuration).queue.inTransaction(.immediate) { db in
            try DatabaseSchema.createMissingTables(db)
            return .commit
        }
    }

    /// Creates a file that is there only when it is complete.
    ///
    /// A script is run after the tables are created. If there is a file with
    /// content already, nothing is done, and the result is false.
    static func create(_ path: String, script: String?) throws -> Bool {
        let size = FileStamp.exists(path) ? try FileStamp(path).size : nil
        guard size == nil || size == 0 else { return false }
        let draft = try draftPath(path)
        defer { for suffix in ["", "-journal", "-wal", "-shm"] { unlink(draft + suffix) } }
        try fill(draft, script: script)
        // Another program may create the file meanwhile: a link does not replace it.
        if size == nil, link(draft, path) == 0 { return true }
        if size == nil, errno == EEXIST { return false }
        // The file is empty, or the file system has no links.
        guard rename(draft, path) == 0 else { throw cannotCreate(path) }
        return true
    }

    private static func draftPath(_ path: String) throws(FlagStoreError) -> String {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard access(folder, W_OK) == 0 else { throw cannotCreate(path) }
        return "\(path).\(UInt64.random(in: .min ... .max))"
    }

    private static func cannotCreate(_ path: String) -> FlagStoreError {
        FlagStoreError("'\(path)' cannot be created: \(String(cString: strerror(errno))).")
    }
}

extension DatabaseCreation {
    private static func fill(_ draft: String, script: String?) throws {
        var configuration = Configuration.novi(echoTo: nil)
        // As for the programs that scripts are written for.
        configuration.foreignKeysEnabled = false
        configuration.acceptsDoubleQuotedStringLiterals = true
        // A script that does not end its transaction must not end the process.
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: draft, configuration: configuration)
        try queue.inDatabase { db in
            // Nobody waits for a draft that an interruption leaves behind.
            try db.execute(sql: "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF")
            try DatabaseSchema.createMissingTables(db)
            if let script { try db.execute(sql: script) }
            if db.isInsideTransaction {
                throw DatabaseError(message: "it begins a transaction that it does not end")
            }
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL")
        }
        try queue.close()
    }
}
