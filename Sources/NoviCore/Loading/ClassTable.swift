// An unsafe edge: functions of others.

internal import CNovi
internal import NoviActivation

/// The table of an activation class, once it is checked: it lives until the
/// process ends and never changes.
struct ClassTable: Sendable {
    typealias Create =
        @convention(c) (
            UnsafePointer<novi_class>?, UnsafePointer<novi_host>?,
            UnsafePointer<novi_create_args>?,
            UnsafeMutablePointer<UnsafeMutableRawPointer?>?, UnsafeMutablePointer<novi_error>?
        ) -> Int32
    typealias Destroy = @convention(c) (UnsafeMutableRawPointer?) -> Void
    typealias Explain =
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<novi_context>?,
            UnsafeMutablePointer<novi_error>?
        ) -> Void

    /// The plugin's own table.
    nonisolated(unsafe) let pointer: UnsafePointer<novi_class>
    let create: Create
    let evaluate: ActivationNode.Evaluate
    let destroy: Destroy
    /// What describes decisions; nil if the class does not.
    let explain: Explain?

    /// Takes a table; nil if it lacks a function.
    init?(_ pointer: UnsafePointer<novi_class>) {
        guard let create = pointer.pointee.create, let evaluate = pointer.pointee.evaluate,
            let destroy = pointer.pointee.destroy
        else { return nil }
        self.pointer = pointer
        self.create = create
        self.evaluate = evaluate
        self.destroy = destroy
        // The plugin may have been built before the member was there.
        let end = MemoryLayout<novi_class>.offset(of: \.explain).map { $0 + MemoryLayout<Int>.size }
        explain = Int(pointer.pointee.size) >= end ?? .max ? pointer.pointee.explain : nil
    }

    /// What the class says about itself.
    var description: PluginDescription.Class {
        PluginDescription.Class(
            name: String(pointer.pointee.name),
            summary: String(pointer.pointee.summary),
            configSchema: String(pointer.pointee.config_schema),
            traits: ActivationTraits(rawValue: pointer.pointee.flags)
        )
    }
}
