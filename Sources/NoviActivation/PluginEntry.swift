// The unsafe edge of the SDK: the functions that the host calls through a class's table, and the
// instances that they are called with.

internal import CNovi

/// Keeps a class where the `data` of its table can point to.
private final class ClassReference: Sendable {
    let entry: ActivationClass
    init(_ entry: ActivationClass) { self.entry = entry }
}

/// An instance, as the host holds it.
private final class Instance: Sendable {
    let activation: any BaseActivation
    init(_ activation: any BaseActivation) { self.activation = activation }
}

extension novi_class {
    /// Describes a class to the host, for as long as the process lives.
    init(_ entry: ActivationClass) {
        self.init(
            size: UInt32(MemoryLayout<novi_class>.size),
            flags: entry.traits.rawValue,
            name: .immortal(entry.name),
            summary: .immortal(entry.summary),
            config_schema: .immortal(entry.configSchema),
            data: UnsafeRawPointer(Unmanaged.passRetained(ClassReference(entry)).toOpaque()),
            create: createInstance,
            evaluate: evaluateInstance,
            destroy: destroyInstance,
            explain: explainInstance
        )
    }
}

private func createInstance(
    _ type: UnsafePointer<novi_class>?,
    _ host: UnsafePointer<novi_host>?,
    _ args: UnsafePointer<novi_create_args>?,
    _ instance: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ error: UnsafeMutablePointer<novi_error>?
) -> Int32 {
    guard let data = type?.pointee.data, let host, let args, let instance else {
        return ActivationError(.general, "The host passed a null pointer.").write(to: error)
    }
    let entry = Unmanaged<ClassReference>.fromOpaque(data).takeUnretainedValue().entry
    do {
        let activation = try entry.make(ActivationConfig(host: host, args: args))
        instance.pointee = Unmanaged.passRetained(Instance(activation)).toOpaque()
        return Int32(NOVI_OK)
    } catch let thrown as ActivationError {
        return thrown.write(to: error)
    } catch let thrown {
        return ActivationError.config(String(describing: thrown)).write(to: error)
    }
}

private func evaluateInstance(
    _ instance: UnsafeMutableRawPointer?,
    _ context: UnsafePointer<novi_context>?,
    _ result: UnsafeMutablePointer<novi_result>?
) -> Int32 {
    guard let instance, let context, let result else { return ActivationError.Code.general.status }
    // No reference count is touched: a shared one would cost more than the rule itself.
    return Unmanaged<Instance>.fromOpaque(instance)._withUnsafeGuaranteedRef {
        $0.activation.status(for: ActivationContext(raw: context, result: result))
    }
}

private func destroyInstance(_ instance: UnsafeMutableRawPointer?) {
    guard let instance else { return }
    Unmanaged<Instance>.fromOpaque(instance).release()
}

extension novi_result {
    /// A result in which nothing can be built: nobody reads it.
    fileprivate static var withoutMemory: novi_result {
        var result = novi_result()
        result.size = UInt32(MemoryLayout<novi_result>.size)
        result.allocate = { _, _ in nil }
        result.make_name = { _, _ in nil }
        return result
    }
}

private func explainInstance(
    _ instance: UnsafeMutableRawPointer?,
    _ context: UnsafePointer<novi_context>?,
    _ text: UnsafeMutablePointer<novi_error>?
) {
    guard let instance, let context, let text else { return }
    let activation = Unmanaged<Instance>.fromOpaque(instance).takeUnretainedValue().activation
    var result = novi_result.withoutMemory
    let sentence = withUnsafeMutablePointer(to: &result) {
        activation.explain(ActivationContext(raw: context, result: $0))
    }
    if let sentence { text.write(sentence) }
}
