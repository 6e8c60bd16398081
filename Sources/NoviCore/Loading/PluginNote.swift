internal import NoviActivation

/// What a plugin says about itself in its file, to be read without running it.
///
/// It is a note of the library (`PT_NOTE`) with the owner `Novi` and the type
/// 1, and holds JSON text; `NOVI_NOTE` of `novi_activation.h` makes it.
package struct PluginNote: Sendable, Hashable {
    /// The type of the note.
    static let type: UInt32 = 1
    /// How long its text may be.
    private static let sizeLimit = 1 << 16
    /// How deep its text may be nested.
    private static let depthLimit = 16

    /// The name of the plugin.
    package var name: String
    /// The version of the plugin.
    package var version: String
    /// The version of the interface that it was built for, as in `0.1`.
    package var interface: String
    /// The names of its classes.
    package var classes: [String]
    /// The oldest host that it runs in; nil if it does not say.
    package var minimumHost: SemanticVersion?
    /// The compiler that built it; nil if it does not say.
    package var toolchain: String?
}

// MARK: - Parsing

extension PluginNote {
    /// Reads the text of a note.
    ///
    /// Members that are not known are passed over.
    ///
    /// - Parameter text: The text.
    /// - Throws: ``PluginProblem`` if it is not what a note has to be.
    package init(parsing text: [UInt8]) throws(PluginProblem) {
        guard text.count <= Self.sizeLimit else {
            throw .badManifest("it is longer than \(Self.sizeLimit) bytes")
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try text.span.bytes.withUnsafeBytes { bytes throws(JSONError) in
                try JSONValue(parsing: bytes)
            }
        } catch {
            throw .badManifest("\(error.reason) at byte \(error.offset)")
        }
        guard value.isNested(atMost: Self.depthLimit) else {
            throw .badManifest("it is nested more than \(Self.depthLimit) deep")
        }
        guard let object = value.object else { throw .badManifest("it is not an object") }
        try self.init(object)
    }

    private init(_ object: JSONObject) throws(PluginProblem) {
        name = try object.text("name")
        version = try object.text("version")
        interface = try object.text("interface")
        classes = try object.classes()
        toolchain = try object["toolchain"] == nil ? nil : object.text("toolchain")
        if object["minimumHost"] != nil {
            let text = try object.text("minimumHost")
            guard let version = SemanticVersion(text) else {
                throw .badManifest("'minimumHost' is not a version such as '0.5.0'")
            }
            minimumHost = version
        }
    }
}

extension JSONObject {
    fileprivate func text(_ key: String) throws(PluginProblem) -> String {
        guard let text = self[key]?.string, !text.isEmpty, text.utf8.count <= 4096 else {
            throw .badManifest("'\(key)' is not a text, or is empty")
        }
        return text
    }

    fileprivate func classes() throws(PluginProblem) -> [String] {
        guard let values = self["classes"]?.array, values.count <= 1024 else {
            throw .badManifest("'classes' is not a list of names")
        }
        let names = values.compactMap(\.string)
        guard names.count == values.count, names.allSatisfy({ ModuleName.isLegal($0.utf8) }),
            Set(names).count == names.count
        else { throw .badManifest("'classes' is not a list of names, each of them once") }
        return names
    }
}

extension JSONValue {
    fileprivate func isNested(atMost depth: Int) -> Bool {
        guard depth >= 0 else { return false }
        if let object { return object.allSatisfy { $0.value.isNested(atMost: depth - 1) } }
        return array?.allSatisfy { $0.isNested(atMost: depth - 1) } ?? true
    }
}

extension PluginProblem {
    fileprivate static func badManifest(_ what: String) -> PluginProblem {
        PluginProblem(
            .badManifest,
            "The note in which the plugin describes itself cannot be understood: \(what).",
            remedy: "Make it with NOVI_NOTE of novi_activation.h, and build the plugin again."
        )
    }
}
