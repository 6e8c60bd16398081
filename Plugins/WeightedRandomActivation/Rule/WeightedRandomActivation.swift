package import NoviActivation

/// On if the context's `variant` is the variation that its `seed` draws.
///
///     {"splits": [70, 20, 10], "variations": ["A", "B", "C"]}
///
/// The draw is that of CPython 3.11's `random.choices` after `random.seed`.
/// With `"assign": true` the context need not name a variant: the answer is
/// then on, with the variation that was drawn.
package struct WeightedRandomActivation: BaseActivation {
    package static let summary =
        "Draws a variation from the seed; on if it is the variant asked for."
    package static let configSchema = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "required": ["splits", "variations"],
          "properties": {
            "splits": {"type": "array", "description": "How heavy each variation is."},
            "variations": {"type": "array", "description": "What can be drawn."},
            "assign": {
              "type": "boolean",
              "default": false,
              "description": "Whether a context without variant gets the variation drawn."
            }
          },
          "examples": [{"splits": [70, 30], "variations": ["A", "B"], "assign": true}]
        }
        """

    private let choice: WeightedChoice
    private let answers: [Decision]
    private let assigns: Bool
    private let seed: Key
    private let variant: Key

    package init(config: ActivationConfig) throws {
        guard let object = try config.json.object else {
            throw ActivationError.config(
                "The config is no object; give it 'splits' and 'variations', two arrays of equal length."
            )
        }
        choice = try WeightedChoice(config: object)
        answers = choice.variations.map { Self.answer(for: $0, config: config) }
        assigns = object["assign"] == .boolean(true)
        seed = config.key("seed")
        variant = config.key("variant")
    }

    /// What is answered if a variation was drawn.
    ///
    /// The name of a variation that is no text is its JSON, and then its value
    /// comes along.
    private static func answer(for variation: JSONValue, config: ActivationConfig) -> Decision {
        guard let name = variation.string else {
            let name = config.variant(variation.jsonText)
            return .on(variant: name, value: variation, reason: .split)
        }
        return .on(variant: config.variant(name), reason: .split)
    }

    package func evaluate(_ context: ActivationContext) throws -> Decision {
        let seed = context[seed]
        let wanted = context[variant]
        guard !seed.isMissing, assigns || !wanted.isMissing else { return .off }
        let index = choice.index(drawnBy: try PythonRandom(seed: seed))
        guard !wanted.isMissing else { return answers[index] }
        return isEqual(choice.variations[index], wanted) ? answers[index] : .off
    }

    private func isEqual(_ variation: JSONValue, _ wanted: ContextValue) -> Bool {
        if let text = wanted.utf8 { return variation.isEqualInPython(to: text) }
        return wanted.json.map(variation.isEqualInPython) ?? false
    }
}

extension PythonRandom {
    /// Draws with an attribute as the seed.
    fileprivate init(seed: ContextValue) throws {
        if let text = seed.utf8 {
            self.init(seed: text)
        } else if let number = seed.integer {
            self.init(seed: number)
        } else {
            try self.init(seed: seed.json ?? .null)
        }
    }
}
