internal import NoviCore

/// The names of a new plugin.
package struct PluginName: Hashable, Sendable {
    /// The name of the module: the file's, without `lib` and `.so`.
    package let module: String
    /// The name of the class.
    package let className: String

    /// Takes the name of a module, and derives that of the class from it:
    /// `geo_fence` has `GeoFenceActivation`.
    ///
    /// - Parameters:
    ///   - module: The name of the module.
    ///   - language: The language, which has names of its own.
    /// - Throws: ``AuthoringError`` if a module cannot have the name.
    package init(_ module: String, in language: PluginLanguage) throws(AuthoringError) {
        guard !module.isEmpty else { throw .illegalName(module, proposal: "my_rule") }
        guard ModuleName.isLegal(module.utf8) else {
            throw .illegalName(module, proposal: Self.legal(module))
        }
        // Files are named after the class, and a file's name has at most 255 bytes.
        guard module.utf8.count <= Self.longest else {
            throw .longName(proposal: Self.legal(module), limit: Self.longest)
        }
        guard !language.reservedNames.contains(module[...]) else {
            throw .reservedName(module, language, proposal: module + "_rule")
        }
        self.module = module
        className = Self.className(for: module)
    }

    private static let longest = 200

    private static func legal(_ name: String) -> String {
        String(ModuleName.proposal(for: name.utf8).prefix(longest))
    }

    private static func className(for module: String) -> String {
        let ending = "_activation"
        let stem = module.hasSuffix(ending) ? module.dropLast(ending.count) : module[...]
        let words = stem.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        var name = words.joined()
        // These would be the names of types of the SDK.
        if ["", "Base", "Resolved"].contains(name) { name += "Rule" }
        name += "Activation"
        return name.first?.isNumber == true ? "_" + name : name
    }
}
