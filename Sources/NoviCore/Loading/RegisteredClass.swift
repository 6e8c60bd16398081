package import NoviActivation

/// An activation class that flags can use.
package struct RegisteredClass: Sendable {
    /// Where a class's functions are.
    enum Source: Sendable {
        /// A table of the app itself, which lives until the process ends.
        case own(ClassTable)
        /// A plugin that is mapped when the class is first used, and the position
        /// of the class in it.
        case plugin(PluginImage, index: Int)
    }

    /// The qualified name, as rows of the database name it.
    package let name: String
    /// What the class says about itself.
    private let description: PluginDescription.Class
    /// The plugin's name.
    package let pluginName: String
    /// The plugin's version.
    package let pluginVersion: String
    /// The file that it came from; nil if the app registered it.
    package let file: String?
    private let source: Source

    /// Registers a class under a module.
    init(
        _ description: PluginDescription.Class,
        module: String,
        plugin: PluginDescription,
        file: String?,
        source: Source
    ) {
        self.description = description
        name = module + "." + description.name
        pluginName = plugin.name
        pluginVersion = plugin.version
        self.file = file
        self.source = source
    }

    /// What the class decides, in one line; may be empty.
    package var summary: String { description.summary }
    /// A JSON Schema of the config; may be empty.
    package var configSchema: String { description.configSchema }
    /// What the class promises to the host and asks of it.
    package var traits: ActivationTraits { description.traits }
    /// The plugin and its version, for people.
    package var plugin: String { "\(pluginName) \(pluginVersion)" }

    /// The qualified name of the module.
    var module: String { name.split(separator: ".").dropLast().joined(separator: ".") }

    /// The plugin of the class; nil if the app registered it.
    var image: PluginImage? {
        if case .plugin(let image, _) = source { image } else { nil }
    }

    /// The functions of the class; the plugin is mapped if it is not yet.
    ///
    /// - Throws: ``PluginProblem`` if it cannot be mapped.
    func table() throws(PluginProblem) -> ClassTable {
        switch source {
        case .own(let table): table
        case .plugin(let image, let index): try image.tables()[index]
        }
    }

    /// Does something that the class's code takes part in, so that it is known who
    /// was at work if the process does not survive it.
    func mark<Result>(_ body: () -> Result) -> Result { image?.mark(body) ?? body() }

    /// Whether instances of both are made by the same code.
    func isSame(as other: RegisteredClass) -> Bool {
        switch (source, other.source) {
        case (.own(let one), .own(let two)): one.pointer == two.pointer
        case (.plugin(let one, let first), .plugin(let two, let second)):
            one === two && first == second
        default: false
        }
    }
}
