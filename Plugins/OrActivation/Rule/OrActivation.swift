package import NoviActivation

/// On if one of the activations that the config lists by id, such as
/// `[1, 2]`, is on.
///
/// Kleene's OR: the first that is on decides, whatever the others do; else one
/// that fails; else one that has no opinion.
package struct OrActivation: BaseActivation {
    package static let summary = "On if one of the activations [id, …] is on."
    package static let configSchema = ActivationConfig.listOfActivationsSchema

    private let parts: [ResolvedActivation]

    package init(config: ActivationConfig) throws {
        parts = try config.activations()
    }

    package func evaluate(_ context: ActivationContext) throws -> Decision {
        var answer: Decision = parts.isEmpty ? .abstain : .off
        var failure: ActivationError?
        for part in parts {
            do throws(ActivationError) {
                let decision = try part.evaluate(context)
                switch decision.verdict {
                case .on: return decision
                case .abstain: answer = .abstain
                case .off: break
                }
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return answer
    }
}
