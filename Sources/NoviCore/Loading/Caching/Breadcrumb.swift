// An unsafe edge: memory that outlives the process.

internal import Glibc
internal import Synchronization

/// A note of which plugin's code is being loaded or making an instance, for the
/// case that the process does not survive it.
///
/// It stands in a file that is mapped, so that writing it costs nothing and the
/// kernel keeps it. The file is locked as long as the process lives.
final class Breadcrumb: Sendable {
    private static let size = 64

    private nonisolated(unsafe) let memory: UnsafeMutableRawPointer
    private let path: String
    private let descriptor: Int32

    /// Makes a file for this process.
    ///
    /// - Parameter folder: Where.
    /// - Throws: ``PluginProblem`` if it cannot be made.
    init(in folder: CacheFolder) throws(PluginProblem) {
        let name = String(UInt64.random(in: .min ... .max), radix: 36)
        path = "\(folder.path)/running/\(getpid())-\(name)"
        // Nobody takes it for that of a process which has ended before it is locked.
        let draft = "\(folder.path)/running/.\(name)"
        descriptor = open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        // Writing to memory for which the file system has no room would end the process, so the
        // room is taken now.
        guard descriptor >= 0, posix_fallocate(descriptor, 0, Self.size) == 0,
            flock(descriptor, LOCK_EX | LOCK_NB) == 0, rename(draft, path) == 0,
            let memory = mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
            memory != MAP_FAILED
        else {
            let problem = PluginProblem.cacheUnusable("'\(path)' cannot be written")
            for file in [draft, path] { unlink(file) }
            if descriptor >= 0 { close(descriptor) }
            throw problem
        }
        self.memory = memory
    }

    deinit {
        munmap(memory, Self.size)
        unlink(path)
        close(descriptor)
    }

    /// Does something that a plugin's code takes part in.
    ///
    /// - Parameters:
    ///   - hash: The content of the plugin.
    ///   - body: What is done; only one at a time, but one may be within another.
    /// - Returns: What the body returns.
    /// - Throws: What the body throws.
    func mark<Result, Failure>(
        _ hash: ContentHash,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let outer = [UInt8](UnsafeRawBufferPointer(start: memory, count: Self.size))
        defer { memory.copyMemory(from: outer, byteCount: Self.size) }
        memory.copyMemory(from: Array(hash.description.utf8), byteCount: Self.size)
        return try body()
    }

    /// Finds out what the processes were doing that have ended without having
    /// finished it.
    ///
    /// - Parameters:
    ///   - folder: Where their files are; each is removed when it has been heeded.
    ///   - heed: Given the content that a process was busy with.
    /// - Throws: What `heed` throws.
    static func takeRemains<Failure>(
        in folder: CacheFolder,
        _ heed: (ContentHash) throws(Failure) -> Void
    ) throws(Failure) {
        for name in folder.names(in: "running") {
            let path = "\(folder.path)/running/\(name)"
            let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            // Who lives holds the lock.
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
            let text = [UInt8](of: descriptor, count: size)
            if let hash = ContentHash(String(decoding: text, as: UTF8.self)) { try heed(hash) }
            unlink(path)
        }
    }
}
