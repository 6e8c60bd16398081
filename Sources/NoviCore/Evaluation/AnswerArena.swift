// An unsafe edge: memory that plugins fill for one answer.

internal import CNovi
internal import Glibc
internal import NoviActivation

/// Memory for what plugins build for one answer; it allocates nothing until a
/// plugin asks for it.
struct AnswerArena: ~Copyable {
    /// How many bytes one answer may take.
    static let limit = 1 << 20

    private var newest: UnsafeMutableRawPointer?
    private var used = 0
    private var capacity = 0
    private var total = 0

    init() {}

    /// Gives memory, aligned for any type; nil beyond the limit.
    mutating func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        guard size >= 0, size <= Self.limit - total else { return nil }
        let size = (max(size, 1) + 15) & ~15
        if size > capacity - used {
            // The first word of a chunk leads to the one before.
            let chunk = max(size + 16, 1024)
            guard let memory = malloc(chunk) else { return nil }
            memory.storeBytes(of: newest, as: UnsafeMutableRawPointer?.self)
            newest = memory
            used = 16
            capacity = chunk
        }
        defer { used += size }
        total += size
        return newest.map { $0 + used }
    }

    /// Makes a name that lives as long as the arena.
    mutating func makeName(_ text: novi_string) -> UnsafePointer<InternedName>? {
        let head = MemoryLayout<InternedName>.stride
        let size = text.data == nil ? 0 : text.size
        guard (0...Self.limit).contains(size), let memory = allocate(head + size) else {
            return nil
        }
        let bytes = memory + head
        if let data = text.data { bytes.copyMemory(from: data, byteCount: size) }
        let name = memory.bindMemory(to: InternedName.self, capacity: 1)
        name.initialize(
            to: InternedName(
                text: novi_string(
                    data: bytes.assumingMemoryBound(to: CChar.self),
                    size: size
                ),
                id: UInt32.max,
                hash: 0,
                string: nil
            )
        )
        return UnsafePointer(name)
    }

    deinit {
        var chunk = newest
        while let memory = chunk {
            chunk = memory.load(as: UnsafeMutableRawPointer?.self)
            free(memory)
        }
    }
}

extension novi_result {
    /// A result that is filled with the help of an arena.
    ///
    /// - Parameter arena: Where the plugin's memory comes from; it must stay
    ///   where it is as long as the result is used.
    init(arena: UnsafeMutablePointer<AnswerArena>) {
        self.init(
            size: UInt32(MemoryLayout<novi_result>.size),
            reason: 0,
            variant: nil,
            value: novi_value(),
            message: novi_string(),
            allocate: { result, size in
                let arena = result?.pointee.host_data?.assumingMemoryBound(to: AnswerArena.self)
                return Int(exactly: size).flatMap { arena?.pointee.allocate($0) }
            },
            make_name: { result, text in
                let arena = result?.pointee.host_data?.assumingMemoryBound(to: AnswerArena.self)
                return (arena?.pointee.makeName(text)).map { OpaquePointer($0) }
            },
            host_data: arena
        )
    }

    /// Empties what a plugin may have filled.
    @inline(__always)
    mutating func reset() {
        reason = 0
        variant = nil
        value.type = UInt32(NOVI_MISSING)
        value.size = 0
        message = novi_string()
    }
}
