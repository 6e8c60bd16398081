package import Foundation

/// The folders that tests look into.
package enum Repository {
    /// The top of the repository.
    package static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The root in which `make plugins` installs the standard plugins.
    package static let activations = root.appending(path: "novi_activations").path

    /// The command, as it was built together with the tests.
    package static let command = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "novi").path
}

/// A folder that lives as long as the object.
package final class TemporaryFolder: Sendable {
    /// The folder.
    package let url: URL

    /// Makes an empty folder.
    package init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "novi-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of something in the folder.
    package func path(_ name: String) -> String { url.appending(path: name).path }

    /// Writes a file and gives its path.
    package func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: url.appending(path: name))
        return path(name)
    }

    /// Copies a file into the folder and gives its path.
    package func copy(_ file: URL, to name: String) throws -> String {
        try FileManager.default.copyItem(at: file, to: url.appending(path: name))
        return path(name)
    }
}
