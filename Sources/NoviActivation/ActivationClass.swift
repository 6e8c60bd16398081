public import CNovi

/// An activation class, as a plugin exports it or an app registers it.
public struct ActivationClass: Sendable {
    /// The name, without those of its folders and its file.
    public let name: String
    let summary: String
    let configSchema: String
    let traits: ActivationTraits
    let make: @Sendable (ActivationConfig) throws -> any BaseActivation

    /// Takes a class.
    ///
    /// - Parameters:
    ///   - type: The type that decides.
    ///   - name: The name of the class; that of the type if it is nil.
    public init<Activation: BaseActivation>(_ type: Activation.Type, name: String? = nil) {
        self.name = name ?? String(describing: type)
        summary = type.summary
        configSchema = type.configSchema
        traits = type.traits
        make = { try type.init(config: Activation.Config(reading: $0)) }
    }
}

/// Offers classes to the host: the body of a plugin's exported function.
///
///     @c @implementation
///     public func novi_plugin_v1(
///         _ host: UnsafePointer<novi_host>?
///     ) -> UnsafePointer<novi_plugin>? {
///         exportPlugin("staff", version: "1.0.0", ActivationClass(StaffActivation.self))
///     }
///
/// - Parameters:
///   - name: The name of the plugin.
///   - version: The version of the plugin.
///   - classes: The classes.
/// - Returns: What the exported function returns. It lives until the process
///   ends.
public func exportPlugin(
    _ name: String,
    version: String,
    _ classes: ActivationClass...
) -> UnsafePointer<novi_plugin>? {
    makePlugin(name, version: version, classes)
}

/// Makes the description of a plugin, which lives until the process ends.
///
/// - Parameters:
///   - name: The name of the plugin.
///   - version: The version of the plugin.
///   - classes: The classes.
/// - Returns: The description.
package func makePlugin(
    _ name: String,
    version: String,
    _ classes: [ActivationClass]
) -> UnsafePointer<novi_plugin> {
    let table = UnsafeMutableBufferPointer<novi_class>.allocate(capacity: classes.count)
    for (index, entry) in classes.enumerated() {
        table.initializeElement(at: index, to: novi_class(entry))
    }
    let plugin = UnsafeMutablePointer<novi_plugin>.allocate(capacity: 1)
    plugin.initialize(
        to: novi_plugin(
            size: UInt32(MemoryLayout<novi_plugin>.size),
            interface_version: NOVI_INTERFACE_VERSION,
            name: .immortal(name),
            version: .immortal(version),
            class_count: UInt32(classes.count),
            class_stride: UInt32(MemoryLayout<novi_class>.stride),
            classes: UnsafePointer(table.baseAddress)
        )
    )
    return UnsafePointer(plugin)
}
