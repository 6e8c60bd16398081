internal import CNovi

/// Another activation, as a rule that is made of other rules holds it.
///
/// ``ActivationConfig/activation(id:)`` gives it.
public struct ResolvedActivation: Sendable {
    /// The service and the handle that it gave; both are immutable and live as
    /// long as the activation that holds them.
    private nonisolated(unsafe) let host: UnsafePointer<novi_host>
    private nonisolated(unsafe) let service: UnsafePointer<novi_activations>
    private nonisolated(unsafe) let handle: OpaquePointer

    init(
        id: Int64,
        host: UnsafePointer<novi_host>,
        args: UnsafePointer<novi_create_args>
    ) throws(ActivationError) {
        let name = NOVI_SERVICE_ACTIVATIONS
        guard let found = name.withBorrowedText({ host.pointee.service(host, $0) }) else {
            throw ActivationError(.unsupported, "This host does not offer '\(name)'.")
        }
        let service = found.assumingMemoryBound(to: novi_activations.self)
        var handle: OpaquePointer?
        let (status, message) = withErrorBuffer { service.pointee.resolve(args, id, &handle, $0) }
        guard status == NOVI_OK, let handle else {
            throw ActivationError(.init(status: status), message)
        }
        self.host = host
        self.service = service
        self.handle = handle
    }

    /// Evaluates the activation for the same context, as if it stood alone.
    ///
    /// - Parameter context: The context of the evaluation that is under way.
    /// - Returns: Its decision.
    /// - Throws: ``ActivationError`` if it fails.
    public func evaluate(_ context: ActivationContext) throws(ActivationError) -> Decision {
        var result = context.result.pointee
        result.size = UInt32(MemoryLayout<novi_result>.size)
        let status = service.pointee.evaluate(handle, context.raw, &result)
        guard status >= 0 else {
            throw ActivationError(.init(status: status), String(result.message))
        }
        guard status <= NOVI_ABSTAIN else {
            let message = "An activation returned \(status), which is no decision."
            throw ActivationError(.general, message)
        }
        return Decision(status: status, result: result, host: host)
    }
}

extension Decision {
    /// Reads a decision of the interface.
    fileprivate init(status: Int32, result: novi_result, host: UnsafePointer<novi_host>) {
        self.init(
            status == NOVI_ON ? .on : status == NOVI_OFF ? .off : .abstain,
            variant: result.variant.map { Variant(NameReference(name: $0, host: host)) },
            value: ContextValue(raw: result.value).json,
            reason: Reason(rawValue: result.reason) ?? .unspecified
        )
    }
}
