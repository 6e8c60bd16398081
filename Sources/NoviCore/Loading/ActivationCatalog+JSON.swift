package import NoviActivation

extension ActivationCatalog {
    /// The classes and the files for programs.
    package var json: JSONValue {
        [
            "classes": .array(classes.values.sorted { $0.name < $1.name }.map(\.json)),
            "files": .array(files.map(\.json)),
            "roots": .array(roots.map(JSONValue.string)),
            "warnings": .array(notices.map(\.json)),
        ]
    }
}

extension RegisteredClass {
    fileprivate var json: JSONValue {
        [
            "name": .string(name),
            "file": file.map(JSONValue.string) ?? .null,
            "plugin": .string(pluginName),
            "version": .string(pluginVersion),
            "summary": .string(summary),
        ]
    }
}

extension PluginFile {
    fileprivate var json: JSONValue {
        [
            "path": .string(path),
            "state": .string(state.rawValue),
            "code": problem.map { .string($0.code.rawValue) } ?? .null,
            "message": problem.map { .string($0.message) } ?? .null,
            "remedy": problem.map { .string($0.remedy) } ?? .null,
            "module": module.map(JSONValue.string) ?? .null,
            "plugin": plugin.map(JSONValue.string) ?? .null,
            "classes": .array(classes.map(JSONValue.string)),
            "generation": generation.map { .integer(Int64($0)) } ?? .null,
            "sha256": hash.map { .string($0.description) } ?? .null,
            "warnings": .array(warnings.map(\.json)),
        ]
    }
}
