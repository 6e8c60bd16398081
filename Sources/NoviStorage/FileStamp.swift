internal import Glibc
internal import NoviCore

/// What tells one state of a file from another without reading it.
struct FileStamp: Equatable {
    private let device: dev_t
    private let node: ino_t
    /// How many bytes the file has.
    let size: Int64
    /// When the file was last changed; unlike the time of its last writing, no
    /// program sets this.
    private let changed: [Int]

    /// Looks at a file.
    ///
    /// - Throws: One sentence, if there is none or if it is something else.
    init(_ path: String) throws(FlagStoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .unreadable(path, errno) }
            throw FlagStoreError(
                "There is no database '\(path)'; correct the path, or set createTables=True."
            )
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FlagStoreError("'\(path)' is not a file; a database is needed.")
        }
        device = status.st_dev
        node = status.st_ino
        size = Int64(status.st_size)
        changed = [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }

    /// Whether the file is the same, changed or not.
    func isFile(of other: FileStamp) -> Bool { device == other.device && node == other.node }

    /// Whether a path leads to something.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

extension FlagStoreError {
    /// Says that a file cannot be read, as the system says it.
    static func unreadable(_ path: String, _ code: CInt) -> FlagStoreError {
        FlagStoreError("'\(path)' cannot be read: \(String(cString: strerror(code))).")
    }
}
