internal import CNovi
public import NoviActivation

/// What an activation decided for one context.
public struct TestEvaluation: Sendable, Hashable {
    /// Whether the rule says yes, no, or nothing; nil if it failed.
    public let verdict: Decision.Verdict?
    /// The name of the variant that was chosen; nil unless the rule says yes.
    public let variant: String?
    /// The value that was chosen; nil unless the rule says yes.
    public let value: JSONValue?
    /// Why.
    ///
    /// If the rule does not say it, it is what Novi takes then: a yes matches,
    /// and anything else is the default. Nil if the rule failed.
    public let reason: Decision.Reason?
    /// Why the rule failed; nil if it did not.
    public let error: ActivationError?

    /// Whether the rule says yes.
    public var isOn: Bool { verdict == .on }

    /// Reads an answer; what is no answer is an error.
    init(_ answer: Answer) {
        let verdict = Decision.Verdict(status: answer.status)
        self.verdict = verdict
        variant = verdict == .on ? answer.variant.string : nil
        value = verdict == .on ? answer.value : nil
        if answer.status < 0 {
            error = ActivationError(.init(status: answer.status), answer.message.string ?? "")
        } else if verdict == nil {
            let message = "The activation returned \(answer.status), which is no decision."
            error = ActivationError(.general, message)
        } else {
            error = nil
        }
        guard let verdict else {
            reason = nil
            return
        }
        let said = Decision.Reason(rawValue: answer.reason) ?? .unspecified
        reason = said != .unspecified ? said : verdict == .on ? .targetingMatch : .default
    }
}

extension Decision.Verdict {
    fileprivate init?(status: Int32) {
        switch Int(status) {
        case NOVI_OFF: self = .off
        case NOVI_ON: self = .on
        case NOVI_ABSTAIN: self = .abstain
        default: return nil
        }
    }
}
