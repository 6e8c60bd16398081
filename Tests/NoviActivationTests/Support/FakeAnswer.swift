import CNovi
import NoviActivation

/// What an instance answered, read as a host reads it.
struct FakeAnswer: Equatable, Sendable {
    var status: Int32
    var reason: Decision.Reason?
    var variant: String?
    /// Whether the variant is a name that the host had interned.
    var isInterned = false
    var type = NOVI_MISSING
    var value: JSONValue?
    var message = ""

    init(
        _ status: Int,
        _ reason: Decision.Reason = .unspecified,
        variant: String? = nil,
        isInterned: Bool = false
    ) {
        self.status = Int32(status)
        self.reason = reason
        self.variant = variant
        self.isInterned = isInterned
    }

    init(_ status: Int, message: String) {
        self.init(status)
        self.message = message
    }

    init(_ status: Int32, _ result: novi_result, host: FakeHost) {
        self.status = status
        reason = Decision.Reason(rawValue: result.reason)
        variant = result.variant.map(FakeName.text)
        isInterned = host.names.values.contains { $0.pointer == result.variant }
        type = Int(result.value.type)
        value = ContextValue(raw: result.value).json
        message = String(result.message)
    }
}

/// The memory of one answer.
final class FakeMemory {
    private var room: Int
    private var pieces: [UnsafeMutableRawPointer] = []
    private var names: [FakeName] = []

    /// Makes an empty memory.
    ///
    /// - Parameter room: How many bytes it has.
    init(room: Int) { self.room = room }

    deinit { for piece in pieces { piece.deallocate() } }

    fileprivate func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        guard size <= room else { return nil }
        room -= size
        pieces.append(.allocate(byteCount: size, alignment: 16))
        return pieces.last
    }

    fileprivate func makeName(_ text: String) -> OpaquePointer? {
        guard text.utf8.count <= room else { return nil }
        room -= text.utf8.count
        names.append(FakeName(text))
        return names.last?.pointer
    }

    private static func of(_ result: UnsafeMutablePointer<novi_result>?) -> FakeMemory? {
        (result?.pointee.host_data).map {
            Unmanaged<FakeMemory>.fromOpaque($0).takeUnretainedValue()
        }
    }

    /// An empty result that is filled with the help of the memory.
    var result: novi_result {
        novi_result(
            size: UInt32(MemoryLayout<novi_result>.size),
            reason: 0,
            variant: nil,
            value: novi_value(),
            message: novi_string(),
            allocate: { FakeMemory.of($0)?.allocate($1) },
            make_name: { FakeMemory.of($0)?.makeName(String($1)) },
            host_data: Unmanaged.passUnretained(self).toOpaque()
        )
    }
}
