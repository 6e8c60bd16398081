// An unsafe edge: memory that outlives the process.

internal import CNoviSystem
internal import Glibc
internal import Synchronization

/// A note of which plugins' code is being loaded or is making or ending an
/// instance, for the case that the process does not survive it.
///
/// It stands in a file that is mapped, so that writing it costs nothing and the
/// kernel keeps it. The file is locked as long as the process lives.
final class Breadcrumb: Sendable {
    /// How many bytes a hash has in the file.
    private static let step = 64
    /// How many may be at work at the same time; of more, some are not noted.
    private static let count = 16
    private static let size = step * count

    private nonisolated(unsafe) let memory: UnsafeMutableRawPointer
    private let path: String
    private let descriptor: Int32
    /// Which steps of the file nobody uses.
    private let free = Mutex(Array(0..<count))

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
        novi_erase_when_interrupted(memory, Self.size)
    }

    deinit {
        novi_keep_when_interrupted(memory)
        munmap(memory, Self.size)
        unlink(path)
        close(descriptor)
    }

    /// Does something that a plugin's code takes part in.
    ///
    /// - Parameters:
    ///   - digits: Those of the hash of the plugin's content.
    ///   - body: What is done.
    /// - Returns: What the body returns.
    /// - Throws: What the body throws.
    func mark<Result, Failure>(
        _ digits: [UInt8],
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let step = free.withLock({ $0.popLast() }) else { return try body() }
        let place = memory + step * Self.step
        place.copyMemory(from: digits, byteCount: min(digits.count, Self.step))
        defer {
            memset(place, 0, Self.step)
            free.withLock { $0.append(step) }
        }
        return try body()
    }

    /// Finds out what the processes were doing that have ended without having
    /// finished it.
    ///
    /// - Parameters:
    ///   - folder: Where their files are.
    ///   - heed: Given each content that a process was busy with; says whether that
    ///     is written down, so that the file can be removed.
    static func takeRemains(in folder: CacheFolder, _ heed: (ContentHash) -> Bool) {
        for name in folder.names(in: "running") {
            let path = "\(folder.path)/running/\(name)"
            let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            // Who lives holds the lock.
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
            let bytes = [UInt8](of: descriptor, count: size)
            let steps = stride(from: 0, to: bytes.count, by: step)
            let hashes = steps.compactMap { start in
                let text = bytes[start...].prefix(step)
                return ContentHash(String(decoding: text, as: UTF8.self))
            }
            if hashes.map(heed).allSatisfy(\.self) { unlink(path) }
        }
    }
}
