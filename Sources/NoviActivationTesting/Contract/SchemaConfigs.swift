internal import NoviActivation

/// The configs that a JSON Schema gives as good.
struct SchemaConfigs {
    /// The configs, as text.
    let configs: [String]

    /// Reads a schema.
    ///
    /// - Parameter schema: The text of the schema; none if it is no JSON.
    init(_ schema: String) {
        // Whoever wants to know what is wrong with the schema asks for the class's description.
        guard let schema = try? JSONValue(parsing: schema) else {
            configs = []
            return
        }
        let named = (schema["examples"]?.array ?? []) + [schema["default"]].compactMap(\.self)
        let values = named.isEmpty ? [Self.value(for: schema)].compactMap(\.self) : named
        configs = values.map(\.jsonText)
    }

    /// A value that a schema names itself, or an object of such values.
    private static func value(for schema: JSONValue) -> JSONValue? {
        let named = schema["default"] ?? schema["examples"]?[0] ?? schema["const"]
        if let value = named ?? schema["enum"]?[0] { return value }
        guard let properties = schema["properties"]?.object else { return nil }
        var object = JSONObject()
        for (key, property) in properties { object[key] = value(for: property) }
        let required = schema["required"]?.array?.compactMap(\.string) ?? []
        return required.allSatisfy { object[$0] != nil } ? .object(object) : nil
    }
}
