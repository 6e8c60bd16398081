internal import GRDB
internal import Glibc
internal import NoviCore

extension FlagStoreError {
    /// Says what SQLite could not do.
    ///
    /// - Parameters:
    ///   - error: What SQLite says.
    ///   - path: The database.
    init(_ error: DatabaseError, on path: String) {
        self =
            switch error.resultCode {
            case .SQLITE_BUSY:
                Self("'\(path)' is locked by another program for too long; try again.")
            case .SQLITE_CANTOPEN:
                .unreadable(path, access(path, R_OK) == 0 ? EACCES : errno)
            case .SQLITE_NOTADB:
                Self("'\(path)' is not a SQLite database; correct the path.")
            case .SQLITE_READONLY:
                .readOnly(path, error.extendedResultCode)
            case .SQLITE_CONSTRAINT:
                Self("'\(path)' does not allow the change: \(error.text).")
            default:
                Self("'\(path)' cannot be used: \(error.text).")
            }
    }

    /// Says that a database cannot be written to.
    static func readOnly(_ path: String) -> FlagStoreError {
        FlagStoreError("'\(path)' is read-only; changes cannot be written to it.")
    }

    private static func readOnly(_ path: String, _ code: ResultCode) -> FlagStoreError {
        let interrupted: [ResultCode] = [.SQLITE_READONLY_ROLLBACK, .SQLITE_READONLY_RECOVERY]
        guard interrupted.contains(code) else { return readOnly(path) }
        return FlagStoreError(
            "A program was interrupted while it wrote to '\(path)'; "
                + "open it once with write access, so that SQLite can restore it."
        )
    }
}

extension DatabaseError {
    /// What SQLite says, without the statement and its values.
    var text: String { message ?? "error \(extendedResultCode.rawValue)" }
}
