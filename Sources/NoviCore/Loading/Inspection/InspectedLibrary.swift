internal import Crypto

/// A library that was looked at, and what was found.
package struct InspectedLibrary: Sendable, Hashable {
    /// What it says about itself.
    package let facts: LibraryFacts
    /// The SHA-256 of its bytes, in hexadecimal digits.
    package let sha256: String

    /// Opens a file and looks at it.
    ///
    /// - Parameter path: Where it is.
    /// - Throws: ``PluginProblem`` if it cannot be read, or is no plugin that
    ///   this host's loader can map.
    package init(path: String) throws(PluginProblem) {
        self = try LibraryHeader.open(Array(path.utf8), Self.init)
    }

    /// Looks at an open file.
    private init(_ descriptor: Int32, size: Int) throws(PluginProblem) {
        facts = try LibraryInspection.inspect(descriptor, size: size)
        sha256 = try Self.sha256(LibraryFile(descriptor: descriptor, size: UInt64(size)))
    }

    private static func sha256(_ file: LibraryFile) throws(PluginProblem) -> String {
        let pieceSize: UInt64 = 1 << 20
        var hash = SHA256()
        for start in stride(from: 0, to: file.size, by: Int(pieceSize)) {
            let piece = try file.read(start, Int(min(pieceSize, file.size - start)))
            piece.withUnsafeBytes { hash.update(bufferPointer: $0) }
        }
        return LibraryNotes.hexadecimal(hash.finalize())
    }
}
