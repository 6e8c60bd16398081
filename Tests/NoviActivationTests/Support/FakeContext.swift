import CNovi
import NoviActivation

/// A context whose attributes are found in whatever way a test asks for.
final class FakeContext {
    private let attributes: [String: novi_value]
    private let host: FakeHost?
    private let slots: UnsafeMutableBufferPointer<novi_value>
    private let memory = UnsafeMutablePointer<novi_context>.allocate(capacity: 1)

    /// The context as plugins see it.
    var pointer: UnsafePointer<novi_context> { UnsafePointer(memory) }

    /// Makes a context whose slots hold the first keys of the host.
    ///
    /// When the slots were filled, `keys` were interned.
    init(
        _ attributes: [String: novi_value] = [:],
        host: FakeHost? = nil,
        slots count: Int = 0,
        keys: Int = 0,
        now: Int64 = 0
    ) {
        self.attributes = attributes
        self.host = host
        slots = .allocate(capacity: count)
        for index in 0..<count {
            let value = host.flatMap { attributes[$0.keys[index]] }
            slots.initializeElement(at: index, to: value ?? novi_value())
        }
        memory.initialize(
            to: novi_context(
                size: UInt32(MemoryLayout<novi_context>.size),
                slot_count: UInt32(count),
                key_count: UInt32(keys),
                reserved: 0,
                slots: UnsafePointer(slots.baseAddress),
                now: now,
                find_key: { FakeContext.of($0)?.find($1) ?? novi_value() },
                find: { FakeContext.of($0)?.attributes[String($1)] ?? novi_value() },
                host_data: nil
            )
        )
        memory.pointee.host_data = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        slots.deallocate()
        memory.deallocate()
    }

    private func find(_ key: UInt32) -> novi_value? {
        guard let host, key < host.keys.count else { return nil }
        return attributes[host.keys[Int(key)]]
    }

    private static func of(_ context: UnsafePointer<novi_context>?) -> FakeContext? {
        (context?.pointee.host_data).map {
            Unmanaged<FakeContext>.fromOpaque($0).takeUnretainedValue()
        }
    }
}

extension novi_value {
    static func boolean(_ value: Bool) -> novi_value { .integer(value ? 1 : 0, NOVI_BOOLEAN) }

    static func integer(_ value: Int64, _ type: Int = NOVI_INTEGER) -> novi_value {
        var result = novi_value()
        result.type = UInt32(type)
        result.as.integer = value
        return result
    }

    static func double(_ value: Double) -> novi_value {
        var result = novi_value()
        result.type = UInt32(NOVI_DOUBLE)
        result.as.real = value
        return result
    }

    static func text(_ value: StaticString, _ type: Int = NOVI_STRING) -> novi_value {
        var result = novi_value()
        result.type = UInt32(type)
        result.size = UInt32(value.utf8CodeUnitCount)
        result.as.text = UnsafeRawPointer(value.utf8Start).assumingMemoryBound(to: CChar.self)
        return result
    }
}
