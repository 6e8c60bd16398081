import CNoviSystem
import Foundation
import Testing

/// A folder that lasts as long as the object.
final class TemporaryFolder: Sendable {
    /// Where it is.
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "novi-test-\(UUID().uuidString)")
        // Some tests look at it as another user.
        try FileManager.default.createDirectory(
            at: url,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
        path = url.path
    }

    deinit {
        // What is left behind in the temporary folder harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of an entry.
    func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Makes a folder in it, with those above it.
    @discardableResult
    func makeFolder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: path(name),
            withIntermediateDirectories: true
        )
        return path(name)
    }

    /// Writes a file, and the folders above it.
    @discardableResult
    func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        try makeFolder((name as NSString).deletingLastPathComponent)
        try Data(bytes).write(to: URL(filePath: path(name)))
        waitForWriters(of: path(name))
        return path(name)
    }

    /// Makes a symbolic link.
    func link(_ name: String, to target: String) throws {
        try makeFolder((name as NSString).deletingLastPathComponent)
        try FileManager.default.createSymbolicLink(
            atPath: path(name),
            withDestinationPath: target
        )
    }

    /// Runs a shell script in it.
    func shell(_ script: String, _ arguments: String...) throws {
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", script, "sh"] + arguments
        shell.currentDirectoryURL = URL(filePath: path)
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
    }
}

/// Waits until no process has a file open for writing: one that another test is
/// just starting has inherited it for a moment.
func waitForWriters(of path: String) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    for _ in 0..<1000 where novi_is_being_written(file) { usleep(1000) }
}
