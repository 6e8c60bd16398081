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
        let fault = withSocket { bind($0, $1, $2) == 0 ? nil : String(cString: strerror(errno)) }
        guard let fault else { return "the path is too long for a socket" }
        if fault == nil { unlink(path) }
        return fault
    }

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
