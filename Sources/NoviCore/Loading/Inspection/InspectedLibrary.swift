/// A library that was looked at, and what was found.
package struct InspectedLibrary: Sendable, Hashable {
    /// What it says about itself.
    package let facts: LibraryFacts
    /// The hash of its bytes.
    package let hash: ContentHash

    /// Opens a file and looks at it.
    ///
    /// - Parameter path: Where it is.
    /// - Throws: ``PluginProblem`` if it cannot be read, or is no plugin that
    ///   this host's loader can map.
    package init(path: String) throws(PluginProblem) {
        let file = try OpenedFile(Array(path.utf8))
        facts = try LibraryInspection.inspect(file.descriptor, size: Int(file.stamp.size))
        hash = ContentHash(of: file.descriptor)
    }
}
