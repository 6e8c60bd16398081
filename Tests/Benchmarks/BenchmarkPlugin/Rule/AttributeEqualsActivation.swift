package import NoviActivation

/// On if an attribute of the context is a text.
///
///     {"attribute": "plan", "text": "pro"}
package struct AttributeEqualsActivation: BaseActivation {
    private let attribute: Key
    private let text: String

    package init(config: ActivationConfig) throws {
        let json = try config.json
        guard let name = json["attribute"]?.string, let text = json["text"]?.string else {
            throw ActivationError.config("The config needs 'attribute' and 'text', two texts.")
        }
        attribute = config.key(name)
        self.text = text
    }

    package func evaluate(_ context: ActivationContext) -> Bool {
        guard let value = context[attribute].utf8 else { return false }
        return text.utf8.span.bytes.withUnsafeBytes { $0.elementsEqual(value) }
    }
}
