internal import NoviActivation

/// A flag, as the store has it, with the activations that are attached to it.
public struct Flag: Sendable, Hashable {
    /// The id of the flag's row.
    public let id: Int64
    /// The flag's key, as OpenFeature calls it; unique byte for byte.
    public let name: String
    /// Whether the flag may be on at all; if false, no activation is asked.
    public let status: Bool
    /// The rules that must all say yes, in ascending order of their ids.
    public let activations: [Activation]

    /// Makes a flag.
    ///
    /// - Parameters:
    ///   - id: The id of the flag's row.
    ///   - name: The flag's key.
    ///   - status: Whether the flag may be on at all.
    ///   - activations: The rules that must all say yes.
    public init(id: Int64, name: String, status: Bool, activations: [Activation] = []) {
        self.id = id
        self.name = name
        self.status = status
        self.activations = activations
    }
}

/// A rule with its config, as the store has it.
public struct Activation: Sendable, Hashable {
    /// The id of the activation's row.
    public let id: Int64
    /// What people call it; need not be unique.
    public let name: String
    /// The qualified name of the class that decides.
    public let className: String
    /// What the class is configured with; JSON by custom.
    public let config: String

    /// Makes an activation.
    ///
    /// - Parameters:
    ///   - id: The id of the activation's row.
    ///   - name: What people call it.
    ///   - className: The qualified name of the class that decides.
    ///   - config: What the class is configured with.
    public init(id: Int64, name: String, className: String, config: String) {
        self.id = id
        self.name = name
        self.className = className
        self.config = config
    }

    /// Tells whether two rules are the same to the last byte.
    public static func == (left: Activation, right: Activation) -> Bool {
        left.id == right.id && ExactText(left.name) == ExactText(right.name)
            && ExactText(left.className) == ExactText(right.className)
            && ExactText(left.config) == ExactText(right.config)
    }
}
