package import NoviActivation

/// On, with a variant, for a share of all targeting keys.
///
///     {"percent": 50, "variant": "sixteen bytes or more"}
package struct HashSplitActivation: BaseActivation {
    private let targetingKey: Key
    private let percent: UInt32
    private let variant: Variant

    package init(config: ActivationConfig) throws {
        let json = try config.json
        guard
            let percent = json["percent"]?.integer.flatMap(UInt32.init(exactly:)),
            let variant = json["variant"]?.string
        else {
            throw ActivationError.config("The config needs 'percent' and 'variant'.")
        }
        targetingKey = config.key("targetingKey")
        self.percent = percent
        self.variant = config.variant(variant)
    }

    package func evaluate(_ context: ActivationContext) -> Decision {
        guard let key = context[targetingKey].utf8 else { return .abstain }
        // FNV-1a, as in the C reference.
        let hash = key.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return hash % 100 < percent ? .on(variant: variant, reason: .split) : .off
    }
}
