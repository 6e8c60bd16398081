// An unsafe edge: files in memory.

internal import CNoviSystem
internal import Glibc

/// A copy of a plugin that nobody else can change: what was hashed is what is
/// mapped.
struct StagedFile: Sendable {
    /// Where the copy is.
    enum Place: Sendable {
        /// A file in the cache.
        case cache(path: String)
        /// A file that has no name.
        case memory(MemoryFile)
    }

    /// The hash of the content.
    let hash: ContentHash
    /// Where the copy is.
    let place: Place

    /// The path under which this process maps it.
    var path: String {
        switch place {
        case .cache(let path): path
        case .memory(let file): "/proc/self/fd/\(file.descriptor)"
        }
    }

    /// Copies a file into memory.
    init(inMemory file: borrowing OpenedFile) throws(PluginProblem) {
        let memory = try MemoryFile(copying: file)
        hash = ContentHash(of: memory.descriptor)
        place = .memory(memory)
    }

    init(hash: ContentHash, place: Place) {
        self.hash = hash
        self.place = place
    }

    /// Whether the copy is there and still has its content.
    var isIntact: Bool {
        guard case .cache(let path) = place else { return true }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return ContentHash(of: descriptor) == hash
    }

    /// The content; nil if it cannot be read, or is not what it was.
    var content: [UInt8]? {
        let content = try? withDescriptor { descriptor, size throws(PluginProblem) in
            ([UInt8](of: descriptor, count: size), ContentHash(of: descriptor))
        }
        return content.flatMap { $1 == hash ? $0 : nil }
    }

    /// What the library says about itself.
    ///
    /// - Throws: ``PluginProblem`` if this host's loader must not see it.
    func facts() throws(PluginProblem) -> LibraryFacts {
        try withDescriptor { descriptor, size throws(PluginProblem) in
            try LibraryInspection.inspect(descriptor, size: size)
        }
    }

    /// Maps the library.
    ///
    /// - Returns: The plugin.
    /// - Throws: ``PluginProblem`` if it is no plugin that this host can use.
    func map() throws(PluginProblem) -> MappedPlugin {
        // The loader takes what it has mapped under a path for what is there now, so no other
        // file may ever get the same descriptor.
        if case .memory(let file) = place { _ = Unmanaged.passRetained(file) }
        return try MappedPlugin(path)
    }

    /// Lends a descriptor of the copy, and its size in bytes.
    func withDescriptor<Result>(
        _ body: (Int32, Int) throws(PluginProblem) -> Result
    ) throws(PluginProblem) -> Result {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cacheUnusable(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .cacheUnusable(String(cString: strerror(errno)))
        }
        return try body(descriptor, Int(status.st_size))
    }
}

/// A file that lives in memory, as long as this object.
final class MemoryFile: Sendable {
    /// The descriptor.
    let descriptor: Int32

    /// Copies a file.
    ///
    /// - Parameter file: What to copy.
    /// - Throws: ``PluginProblem`` if memory is short.
    init(copying file: borrowing OpenedFile) throws(PluginProblem) {
        descriptor = novi_memory_file("novi-plugin")
        guard descriptor >= 0 else { throw .cacheUnusable(String(cString: strerror(errno))) }
        _ = try file.copy(to: descriptor)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}

extension OpenedFile {
    /// Copies the content.
    ///
    /// - Parameter target: Where to, a descriptor.
    /// - Returns: The hash of what was copied.
    /// - Throws: ``PluginProblem`` if it cannot be written, or if it changes
    ///   meanwhile.
    borrowing func copy(to target: Int32) throws(PluginProblem) -> ContentHash {
        var count: Int64 = 0
        let hash = try ContentHash(of: descriptor) { piece throws(PluginProblem) in
            guard write(target, piece, piece.count) == piece.count else {
                throw .cacheUnusable(
                    "a copy cannot be written (\(String(cString: strerror(errno))))"
                )
            }
            count += Int64(piece.count)
        }
        guard count == stamp.size else { throw .truncated }
        return hash
    }
}

extension PluginProblem {
    /// No private copy can be made in the cache.
    static func cacheUnusable(_ reason: String) -> PluginProblem {
        PluginProblem(
            .cacheUnusable,
            "The cache cannot be used: \(reason); copies of plugins are kept in memory, and what is "
                + "found out about them is forgotten at the end.",
            remedy:
                "Set NOVI_CACHE, or cache under [plugins] in novi.ini, to a folder that this user "
                + "can write to and that allows programs."
        )
    }
}
