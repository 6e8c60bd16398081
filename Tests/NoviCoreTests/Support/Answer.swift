import NoviCore

/// All that an evaluation says but its trace, to compare whole answers.
struct Answer: Equatable, Sendable {
    var isOn: Bool
    var reason: EvaluationReason
    var variant: String?
    var error: EvaluationError?

    init(
        isOn: Bool,
        _ reason: EvaluationReason,
        variant: String? = nil,
        error: EvaluationError? = nil
    ) {
        self.isOn = isOn
        self.reason = reason
        self.variant = variant
        self.error = error
    }

    init(_ evaluation: Evaluation) {
        self.init(
            isOn: evaluation.isOn,
            evaluation.reason,
            variant: evaluation.variant,
            error: evaluation.error
        )
    }

    static let off = Answer(isOn: false, .default)
    static let on = Answer(isOn: true, .targetingMatch)

    static func on(_ variant: String, _ reason: EvaluationReason = .targetingMatch) -> Answer {
        Answer(isOn: true, reason, variant: variant)
    }

    static func error(
        _ code: EvaluationError.Code,
        _ message: String,
        isOn: Bool = false
    ) -> Answer {
        Answer(isOn: isOn, .error, error: EvaluationError(code, message))
    }
}
