internal import CNovi
internal import NoviActivation

extension Findings {
    /// Judges what `evaluate` did.
    ///
    /// - Parameters:
    ///   - answer: What it answered.
    ///   - context: What it was lent.
    ///   - input: What it was called with, for the report.
    func judge(
        _ answer: Answer,
        _ context: LentContext,
        _ input: @autoclosure () -> String
    ) {
        let isDecision = (NOVI_OFF...NOVI_ABSTAIN).contains(Int(answer.status))
        expect(
            isDecision || Self.isErrorCode(answer.status),
            .evaluateStatus,
            "evaluate returned \(answer.status) for \(input()); "
                + "return NOVI_ON, NOVI_OFF, NOVI_ABSTAIN or one of NOVI_ERROR_\u{2026}."
        )
        expect(
            (NOVI_REASON_UNSPECIFIED...NOVI_REASON_DEFAULT).contains(Int(answer.reason)),
            .evaluateReason,
            "evaluate gave the reason \(answer.reason) for \(input()); use one of NOVI_REASON_\u{2026}."
        )
        expect(
            context.memory.isUnchanged,
            .evaluateContext,
            "evaluate changed \(input()); copy what has to be changed."
        )
        expect(
            answer.breach == nil,
            .evaluateMemory,
            "For \(input()), \(answer.breach ?? ""); stay within what the result offers."
        )
        if answer.variant != .none {
            let problem = answer.variant.problem
            expect(
                problem == nil,
                .evaluateVariant,
                "The variant for \(input()) \(problem ?? ""); use intern_name or make_name."
            )
        }
        if answer.status < 0 { judgeMessage(of: answer, input()) }
        judgeValue(of: answer, input())
    }

    private func judgeMessage(of answer: Answer, _ input: @autoclosure () -> String) {
        let problem = answer.message.problem
        expect(
            problem == nil,
            .evaluateMessage,
            "The message for \(input()) \(problem ?? "")."
        )
        if answer.message.string ?? "" == "", problem == nil {
            warn(.evaluateMessage, "evaluate failed for \(input()) and said nothing.")
        }
    }

    private func judgeValue(of answer: Answer, _ input: @autoclosure () -> String) {
        guard answer.valueType != NOVI_MISSING else { return }
        var problem = answer.valueText.problem
        switch Int(answer.valueType) {
        case NOVI_NULL, NOVI_INTEGER, NOVI_DOUBLE, NOVI_STRING: break
        case NOVI_BOOLEAN:
            if answer.valueBits & ~1 != 0 { problem = "is a boolean that is neither 0 nor 1" }
        case NOVI_JSON:
            if problem == nil, answer.value == nil {
                problem = "is not JSON: \(printable((answer.valueText.string ?? "").utf8))"
            }
        default: problem = "has the type \(answer.valueType), which does not exist"
        }
        expect(problem == nil, .evaluateValue, "The value for \(input()) \(problem ?? "").")
    }
}
