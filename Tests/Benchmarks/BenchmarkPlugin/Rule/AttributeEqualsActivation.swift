package import NoviActivation

/// On if an attribute of the context is a text.
///
///     {"attribute": "plan", "text": "pro"}
package struct AttributeEqualsActivation: BaseActivation {
    private let attribute: Key
    private let text: [UInt8]

    package init(config: ActivationConfig) throws {
        let json = try config.json
        guard let name = json["attribute"]?.string, let text = json["text"]?.string else {
            throw ActivationError.config("The config needs 'attribute' and 'text'.")
        }
        attribute = config.key(name)
        self.text = Array(text.utf8)
    }

    package func evaluate(_ context: ActivationContext) -> Bool {
        context[attribute].utf8?.elementsEqual(text) ?? false
    }
}
