public import NoviActivation

/// What one activation decided for one context.
public struct TraceStep: Sendable, Hashable {
    /// What an activation can answer.
    public enum Decision: Sendable, Hashable {
        /// The rule says yes.
        case on
        /// The rule says no.
        case off
        /// The rule has no opinion.
        case abstain
        /// The rule failed.
        case error(EvaluationError)
    }

    /// The row that decided.
    public let activation: Activation
    /// What it decided.
    public let decision: Decision
    /// Whether the flag was decided before this activation was asked.
    public let isAfterDecision: Bool
    /// The variant that it chose.
    public let variant: String?
    /// The value that it chose.
    public let value: JSONValue?
    /// What the plugin says about the decision.
    public let explanation: String?
    /// The plugin of the class and its version; nil if the class is missing.
    public let plugin: String?
    /// How long it took.
    public let nanoseconds: Int64
}
