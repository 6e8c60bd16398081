// An unsafe edge: the service with which a rule is made of other rules.

internal import CNovi
internal import NoviActivation
internal import Synchronization

/// An activation that a test has made up: a `novi_activation` of the interface.
struct FixedActivation {
    private let id: Int64
    private let answer: Result<Decision, ActivationError>

    /// Makes one that stays where it is until the process ends.
    static func make(
        id: Int64,
        answer: Result<Decision, ActivationError>
    ) -> UnsafePointer<FixedActivation> {
        let memory = UnsafeMutablePointer<FixedActivation>.allocate(capacity: 1)
        memory.initialize(to: FixedActivation(id: id, answer: answer))
        return UnsafePointer(memory)
    }

    /// The service of all test hosts; never freed.
    nonisolated(unsafe) static let service: UnsafePointer<novi_activations> = {
        let service = UnsafeMutablePointer<novi_activations>.allocate(capacity: 1)
        service.initialize(
            to: novi_activations(
                size: UInt32(MemoryLayout<novi_activations>.size),
                reserved: 0,
                resolve: { FixedActivation.resolve($0, $1, $2, $3) },
                evaluate: { activation, _, result in
                    guard let activation, let result else { return Int32(NOVI_ERROR_GENERAL) }
                    return UnsafePointer<FixedActivation>(activation).pointee.write(to: result)
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
        guard let host = args?.pointee.host_data else { return Int32(NOVI_ERROR_GENERAL) }
        let owner = Unmanaged<TestHost>.fromOpaque(host).takeUnretainedValue()
        owner.records.withLock { $0.preparationCount += 1 }
        guard let part = owner.parts[id] else {
            error?.write("There is no activation \(id); give the TestHost one.")
            return Int32(NOVI_ERROR_CONFIG)
        }
        activation?.pointee = OpaquePointer(part)
        return Int32(NOVI_OK)
    }

    private func write(to result: UnsafeMutablePointer<novi_result>) -> Int32 {
        result.pointee.reason = Int32(NOVI_REASON_UNSPECIFIED)
        result.pointee.variant = nil
        result.pointee.value = novi_value()
        result.pointee.message = novi_string()
        switch answer {
        case .success(let decision):
            return decision.write(to: result)
        case .failure(let error):
            result.pointee.message = result.copy("Activation \(id): \(error)") ?? novi_string()
            return error.code.status
        }
    }
}
