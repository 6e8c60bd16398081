package import NoviActivation

/// What a plugin says about itself.
package struct PluginDescription: Sendable, Hashable {
    /// One activation class of a plugin.
    package struct Class: Sendable, Hashable {
        /// The name without that of the module.
        package let name: String
        /// What the class decides, in one line; may be empty.
        package let summary: String
        /// A JSON Schema of the config; may be empty.
        package let configSchema: String
        /// What the class promises to the host and asks of it.
        package let traits: ActivationTraits

        /// Describes a class.
        package init(
            name: String,
            summary: String,
            configSchema: String,
            traits: ActivationTraits
        ) {
            self.name = name
            self.summary = summary
            self.configSchema = configSchema
            self.traits = traits
        }
    }

    /// The name of the plugin.
    package let name: String
    /// The version of the plugin.
    package let version: String
    /// The version of the interface that it was built for, as in `0.1`.
    package let interface: String
    /// The classes, in the order of the plugin's table.
    package let classes: [Class]

    /// Describes a plugin.
    package init(name: String, version: String, interface: String, classes: [Class]) {
        self.name = name
        self.version = version
        self.interface = interface
        self.classes = classes
    }

    /// The name and the version, for people.
    package var label: String { "\(name) \(version)" }
}

extension PluginDescription {
    /// The description for a message or a file.
    package var json: JSONValue {
        [
            "name": .string(name), "version": .string(version), "interface": .string(interface),
            "classes": .array(classes.map(\.json)),
        ]
    }

    /// Reads a description.
    ///
    /// - Parameter json: What ``json`` gave; nil results from anything else.
    package init?(_ json: JSONValue?) {
        guard let name = json?["name"]?.string, let version = json?["version"]?.string,
            let interface = json?["interface"]?.string,
            let classes = json?["classes"]?.array?.map(Class.init), !classes.contains(nil)
        else { return nil }
        self.init(
            name: name,
            version: version,
            interface: interface,
            classes: classes.compactMap(\.self)
        )
    }
}

extension PluginDescription.Class {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "summary": .string(summary), "schema": .string(configSchema),
            "traits": .integer(Int64(traits.rawValue)),
        ]
    }

    fileprivate init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, let summary = json["summary"]?.string,
            let schema = json["schema"]?.string,
            let traits = json["traits"]?.integer.flatMap(UInt32.init(exactly:))
        else { return nil }
        self.init(
            name: name,
            summary: summary,
            configSchema: schema,
            traits: ActivationTraits(rawValue: traits)
        )
    }
}
