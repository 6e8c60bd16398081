internal import CNovi
package import NoviActivation

/// An activation class that flags can use.
package struct RegisteredClass: Sendable {
    /// The qualified name, as rows of the database name it.
    package let name: String
    /// What the class decides, in one line; may be empty.
    package let summary: String
    /// A JSON Schema of the config; may be empty.
    package let configSchema: String
    /// What the class promises to the host and asks of it.
    package let traits: ActivationTraits
    /// The plugin's name.
    package let pluginName: String
    /// The plugin's version.
    package let pluginVersion: String
    /// The file that it came from; nil if the app registered it.
    package let file: String?
    /// The plugin's own table, which it keeps until the process ends.
    nonisolated(unsafe) let table: UnsafePointer<novi_class>

    /// Takes a class whose table has been checked.
    init(
        _ table: UnsafePointer<novi_class>,
        module: String,
        plugin: novi_plugin,
        file: String?
    ) {
        self.table = table
        name = module + "." + String(table.pointee.name)
        summary = String(table.pointee.summary)
        configSchema = String(table.pointee.config_schema)
        traits = ActivationTraits(rawValue: table.pointee.flags)
        pluginName = String(plugin.name)
        pluginVersion = String(plugin.version)
        self.file = file
    }

    /// The plugin and its version, for people.
    package var plugin: String { "\(pluginName) \(pluginVersion)" }
}
