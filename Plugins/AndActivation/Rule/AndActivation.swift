package import NoviActivation

/// On if all the activations that the config lists by id, such as `[1, 2]`,
/// are on.
///
/// Kleene's AND: one that is off decides, whatever the others do; else one
/// that has no opinion; else one that fails.
package struct AndActivation: BaseActivation {
    package static let summary = "On if all of the activations [id, …] are on."
    package static let configSchema = ActivationConfig.listOfActivationsSchema

    private let parts: [ResolvedActivation]

    package init(config: ActivationConfig) throws {
        parts = try config.activations()
    }

    package func evaluate(_ context: ActivationContext) throws -> Decision {
        var answer: Decision = parts.isEmpty ? .abstain : .on
        var failure: ActivationError?
        for part in parts {
            do throws(ActivationError) {
                let decision = try part.evaluate(context)
                switch decision.verdict {
                case .off: return .off
                case .abstain: answer = .abstain
                case .on: answer.join(decision)
                }
            } catch {
                failure = failure ?? error
            }
        }
        if answer.verdict == .on, let failure { throw failure }
        return answer
    }
}

extension Decision {
    /// Takes what another yes chose, unless an earlier one chose.
    fileprivate mutating func join(_ other: Decision) {
        guard verdict == .on else { return }
        variant = variant ?? other.variant
        value = value ?? other.value
        if reason != .split { reason = other.reason }
    }
}
