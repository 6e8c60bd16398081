/// A plugin's package, as it is before its author begins.
package struct NewPlugin {
    /// The names of the plugin.
    package let name: PluginName
    /// The language.
    package let language: PluginLanguage
    /// Where the SDK is.
    package let sdk: SDKLocation

    package init(_ name: PluginName, in language: PluginLanguage, sdk: SDKLocation) {
        self.name = name
        self.language = language
        self.sdk = sdk
    }

    /// The name under which flags use the class.
    package var qualifiedClassName: String { "novi_activations.\(name.module).\(name.className)" }

    /// What the package consists of.
    package var files: [PackageFile] {
        let folder = language.rawValue + "/"
        let own = PackageFile.templates.filter { $0.path.hasPrefix(folder) }.map {
            let path = String($0.path.dropFirst(folder.count))
            return PackageFile(path: filled(path), text: filled($0.text))
        }
        guard sdk == .inPackage else { return own }
        let parts = language == .swift ? PackageFile.sdk : PackageFile.header
        return own + parts.map { $0.moved(below: SDKLocation.packageFolder) }
    }

    /// Puts the names in the places that a template has for them.
    ///
    /// The places are names too, so that templates can be read, formatted and
    /// compiled as they are.
    private func filled(_ template: String) -> String {
        template.replacing("PluginNameActivation", with: name.className)
            .replacing("plugin_name", with: name.module)
            .replacing("novi-sdk", with: sdk.text)
    }
}

extension NewPlugin {
    /// Something that the author does next.
    package struct Step: Hashable {
        /// What for.
        package let purpose: String
        /// The command, for a shell.
        package let command: String
    }

    /// Lists what leads from the package to a plugin that flags can use.
    ///
    /// - Parameter folder: The package's folder, seen from where the author is.
    /// - Returns: The steps, in order.
    package func steps(from folder: String) -> [Step] {
        let library = "\(language.buildFolder)/lib\(name.module).so"
        let check = "novi plugin check \(library) --config '\(language.sampleConfig)'"
        return [
            Step(purpose: "Go to the package", command: "cd \(folder.quotedForShell)"),
            Step(purpose: "Run its tests", command: language.testCommand),
            Step(purpose: "Build it", command: language.buildCommand),
            Step(purpose: "Check that it keeps the contract", command: check),
            Step(purpose: "Install it", command: "novi plugin install \(library)"),
        ]
    }
}

extension String {
    /// The text as one word of a command line.
    fileprivate var quotedForShell: String {
        let isPlain = wholeMatch(of: /[A-Za-z0-9_.\/+][-A-Za-z0-9_.\/+]*/) != nil
        return isPlain ? self : "'" + replacing("'", with: #"'\''"#) + "'"
    }
}
