internal import GRDB
internal import NoviCore

/// An open database.
struct SQLiteConnection {
    /// What a connection may do.
    enum Access {
        /// Read.
        case reading
        /// Read, without locks, a file that nobody can write to.
        case immutable
        /// Read and write.
        case writing
    }

    /// The connection.
    let queue: DatabaseQueue
    /// What it may do.
    let access: Access
    /// The file, and what it was when it was opened or last written to; nil in
    /// memory.
    private var file: (path: String, stamp: FileStamp)?

    /// Whether what it holds is lost with it.
    var isInMemory: Bool { file == nil }

    /// Opens a database in memory, with tables.
    init(inMemory configuration: Configuration) throws {
        queue = try DatabaseQueue(configuration: configuration)
        try queue.write(DatabaseSchema.createMissingTables)
        access = .writing
    }

    /// Opens a file that exists, and never changes it.
    ///
    /// A database in WAL mode can be read only if files can be made beside it.
    /// Where they cannot, nobody writes to it either, and it is read as it is.
    init(reading path: String, _ configuration: Configuration) throws {
        var configuration = configuration
        configuration.readonly = true
        let stamp = try FileStamp(path)
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            access = .reading
        } catch let error as DatabaseError where error.meansNoFileCanBeMade {
            guard !Self.hasPendingChanges(path) else { throw Self.pendingChanges(path) }
            queue = try DatabaseQueue(path: Self.immutable(path), configuration: configuration)
            access = .immutable
        }
        file = (path, stamp)
    }

    /// Opens a file that exists, to write to it.
    init(writing path: String, _ configuration: Configuration) throws {
        file = (path, try FileStamp(path))
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError where error.meansNoFileCanBeMade {
            throw FlagStoreError.readOnly(path)
        }
        access = .writing
    }

    /// Whether the file is still what the connection knows.
    ///
    /// It is not if another took its place, or if it was written to past
    /// SQLite.
    ///
    /// - Throws: One sentence, if the file is gone.
    func isCurrent() throws(FlagStoreError) -> Bool {
        guard let file else { return true }
        guard try FileStamp(file.path) == file.stamp else { return false }
        return access != .immutable || !Self.hasPendingChanges(file.path)
    }

    /// Takes note that the connection itself has written to the file.
    mutating func noteWriting() {
        // If the file is gone by now, or another, the next reading finds out.
        guard let (path, old) = file, let new = try? FileStamp(path), new.isFile(of: old) else {
            return
        }
        file = (path, new)
    }
}

extension SQLiteConnection {
    /// The URI with which SQLite takes neither locks nor looks for changes.
    private static func immutable(_ path: String) -> String {
        var escaped = path
        for character in ["%", "?", "#"] {
            let code = character.utf8.map { "%" + String($0, radix: 16) }.joined()
            escaped = escaped.replacing(character, with: code)
        }
        return "file:\(escaped)?immutable=1"
    }

    /// Whether there are changes that were committed but are not yet in the
    /// file itself.
    private static func hasPendingChanges(_ path: String) -> Bool {
        // A file that is not there holds nothing.
        ((try? FileStamp(path + "-wal"))?.size ?? 0) > 0
    }

    private static func pendingChanges(_ path: String) -> FlagStoreError {
        FlagStoreError(
            "The changes in '\(path)-wal' cannot be read, because no file can be made beside it; "
                + "open '\(path)' once where that is possible, or make its folder writable."
        )
    }
}

extension DatabaseError {
    /// Whether SQLite could not make the files that it needs beside a database.
    fileprivate var meansNoFileCanBeMade: Bool {
        resultCode == .SQLITE_CANTOPEN || extendedResultCode == .SQLITE_READONLY_DIRECTORY
            || extendedResultCode == .SQLITE_READONLY_CANTINIT
    }
}
