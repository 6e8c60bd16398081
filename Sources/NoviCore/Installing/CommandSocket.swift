// An unsafe edge: sockets of Unix.

internal import Glibc

/// The place at which a running server takes commands.
package struct CommandSocket: Sendable {
    /// The path of the Unix socket.
    package let path: String

    /// Takes a path; nothing happens yet.
    package init(_ path: String) { self.path = path }

    /// Whether a server listens there.
    package var isListening: Bool {
        // One that is busy has no room for another who waits, and that is not waited for.
        withSocket { connect($0, $1, $2) == 0 || errno == EAGAIN } ?? false
    }

    /// Takes away what a server that has ended left behind, and finds out whether
    /// another one can listen there.
    ///
    /// - Returns: Why it cannot; nil if it can.
    package func makeRoom() -> String? {
        var status = stat()
        if lstat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFSOCK else { return "it is no socket" }
            if isListening { return "another server listens there" }
            unlink(path)
        }
        guard let draft = makeDraft() else { return String(cString: strerror(errno)) }
        defer { rmdir(draft.folder) }
        let fault = draft.withSocket {
            bind($0, $1, $2) == 0 ? nil : String(cString: strerror(errno))
        }
        unlink(draft.path)
        return fault ?? "the path is too long for a socket"
    }

    /// Makes a folder beside the path that only this user can enter, for a server to
    /// listen in before the socket has its mode.
    ///
    /// - Returns: A place in it; nil if the folder cannot be made.
    package func makeDraft() -> CommandSocket? {
        var template = "\(path).XXXXXX".utf8CString.map(\.self)
        guard mkdtemp(&template) != nil else { return nil }
        let folder = template.dropLast().map { UInt8(bitPattern: $0) }
        return CommandSocket("\(String(decoding: folder, as: UTF8.self))/s")
    }

    /// Gives a socket to this user alone, and takes it out of its draft's folder.
    ///
    /// - Parameter place: Where it belongs.
    /// - Returns: Whether it is there.
    package func move(to place: CommandSocket) -> Bool {
        defer { rmdir(folder) }
        return chmod(path, 0o600) == 0 && rename(path, place.path) == 0
    }

    private var folder: String { String(path.dropLast(2)) }

    /// Lends a new socket and the address; nil if the path is too long for one.
    private func withSocket<Result>(
        _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let flags = SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let kind = Int32(SOCK_STREAM.rawValue | flags)
        let descriptor = socket(AF_UNIX, kind, 0)
        defer { close(descriptor) }
        return withUnsafePointer(to: address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
