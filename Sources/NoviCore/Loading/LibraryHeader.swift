// An unsafe edge: files that anybody may have put there.

internal import Glibc

/// A look at a library that runs nothing of it.
///
/// The system's loader does not survive every file, and what it says about
/// some of the others misleads; so these are found before it sees them.
enum LibraryHeader {
    /// Checks that a path leads to a plugin that this host's loader can map.
    ///
    /// - Parameter path: The bytes of the path.
    /// - Throws: ``PluginProblem`` if it does not.
    static func check(_ path: [UInt8]) throws(PluginProblem) {
        _ = try open(path, LibraryInspection.inspect)
    }

    /// Opens a file for as long as something looks at it.
    ///
    /// - Parameters:
    ///   - path: The bytes of the path.
    ///   - look: Given the open file and its size.
    /// - Returns: What `look` returns.
    /// - Throws: ``PluginProblem`` if it cannot be opened or is no regular
    ///   file, or what `look` throws.
    static func open<Result>(
        _ path: [UInt8],
        _ look: (Int32, Int) throws(PluginProblem) -> Result
    ) throws(PluginProblem) -> Result {
        let path = path.map { CChar(bitPattern: $0) } + [0]
        // A pipe would block without O_NONBLOCK.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw openProblem(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw openProblem(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw PluginProblem(
                .notRegular,
                "It is not a regular file.",
                remedy: "Take it out of the folder, or give it another name."
            )
        }
        return try look(descriptor, Int(status.st_size))
    }

    private static func openProblem(_ code: Int32) -> PluginProblem {
        switch code {
        case ENOENT, ELOOP, ENOTDIR:
            PluginProblem(
                .brokenLink,
                "It is a link that leads nowhere.",
                remedy: "Correct the link, or remove it."
            )
        case ENXIO, ENODEV:
            PluginProblem(
                .notRegular,
                "It is not a regular file.",
                remedy: "Take it out of the folder, or give it another name."
            )
        default: .unreadable("It cannot be opened: \(String(cString: strerror(errno))).")
        }
    }
}
