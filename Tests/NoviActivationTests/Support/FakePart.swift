import CNovi
import NoviActivation

/// Another activation, as a fake host resolves it.
final class FakePart {
    /// What `resolve` returns.
    var resolution = Int32(NOVI_OK)
    /// What `evaluate` returns, with the rest of the answer.
    var status = Int32(NOVI_ON)
    var reason = Int32(NOVI_REASON_UNSPECIFIED)
    var value = novi_value()
    /// The variant and the message, built for the answer.
    var variant: String?
    var message: String?

    init(_ status: Int = NOVI_ON, variant: String? = nil, message: String? = nil) {
        self.status = Int32(status)
        self.variant = variant
        self.message = message
    }

    /// The service of all fake hosts; never freed.
    nonisolated(unsafe) static let service: UnsafePointer<novi_activations> = {
        let service = UnsafeMutablePointer<novi_activations>.allocate(capacity: 1)
        service.initialize(
            to: novi_activations(
                size: UInt32(MemoryLayout<novi_activations>.size),
                reserved: 0,
                resolve: { FakePart.resolve($0, $1, $2, $3) },
                evaluate: { part, _, result in
                    guard let part, let result else { return Int32(NOVI_ERROR_GENERAL) }
                    return Unmanaged<FakePart>.fromOpaque(UnsafeRawPointer(part))
                        .takeUnretainedValue().answer(result)
                }
            )
        )
        return UnsafePointer(service)
    }()

    private static func resolve(
        _ args: UnsafePointer<novi_create_args>?,
        _ id: Int64,
        _ activation: UnsafeMutablePointer<OpaquePointer?>?,
        _ error: UnsafeMutablePointer<novi_error>?
    ) -> Int32 {
        guard let data = args?.pointee.host_data else { return Int32(NOVI_ERROR_GENERAL) }
        let host = Unmanaged<FakeHost>.fromOpaque(data).takeUnretainedValue()
        guard let part = host.parts[id] else {
            error?.write("There is no \(id).")
            return Int32(NOVI_ERROR_CONFIG)
        }
        activation?.pointee = OpaquePointer(Unmanaged.passUnretained(part).toOpaque())
        return part.resolution
    }

    private func answer(_ result: UnsafeMutablePointer<novi_result>) -> Int32 {
        result.pointee.reason = reason
        result.pointee.value = value
        result.pointee.variant = variant.flatMap { variant in
            variant.withBorrowedText { result.pointee.make_name(result, $0) }
        }
        // A name is made of copied text too, and that text is all that is needed.
        result.pointee.message =
            message.flatMap { message in
                message.withBorrowedText { result.pointee.make_name(result, $0) }
            }
            .map { UnsafePointer<novi_string>($0).pointee } ?? novi_string()
        return status
    }
}
