import NoviActivation

/// On for callers of whom an attribute has one of the values that the config lists; the variant is
/// that value.
struct PluginNameActivation: BaseActivation {
    static let summary = "On if an attribute of the caller has one of the listed values."
    static let traits: ActivationTraits = .pure
    static let configSchema = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "required": ["attribute", "values"],
          "properties": {
            "attribute": {"type": "string", "minLength": 1},
            "values": {"type": "array", "minItems": 1, "items": {"type": "string"}}
          }
        }
        """

    private let list: ValueList
    private let key: Key
    private let variants: [Variant]

    /// Runs once for each row of the database: what can be prepared is prepared here.
    init(config: ActivationConfig) throws {
        list = try ValueList(config.json)
        key = config.key(list.attribute)
        variants = list.values.map(config.variant)
    }

    /// Runs for each decision, on many threads at the same time.
    func evaluate(_ context: ActivationContext) -> Decision {
        guard let value = context[key].string else { return .abstain }
        guard let place = list.place(of: value) else { return .off }
        return .on(variant: variants[place])
    }
}
