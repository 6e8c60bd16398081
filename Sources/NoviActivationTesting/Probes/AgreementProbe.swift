internal import NoviActivation

/// Asks a class that promises to be pure the same in different ways.
struct AgreementProbe {
    let trial: ClassTrial

    private static let noPromise = "The class does not promise to be pure."
    /// The times at which nothing may be different.
    private static let times: [Int64] = [1, 1_767_225_600_000_000_000, .max]

    func run(_ plans: [ContextPlan]) {
        guard trial.table.traits.contains(.pure) else {
            for rule in [ContractRule.pureRepeat, .pureClock] {
                trial.findings.skip(rule, Self.noPromise)
            }
            return
        }
        for config in trial.configs.prefix(3) {
            guard let first = trial.makeInstance(config) else { continue }
            if let second = trial.makeInstance(config) {
                compareAll(plans, first, second, "with the config '\(printable(config))'")
                trial.table.destroy(second)
            }
            trial.table.destroy(first)
        }
        if trial.table.traits.contains(.clock) {
            trial.findings.skip(.pureClock, "The class asks for the clock.")
        }
    }

    private func compareAll(
        _ plans: [ContextPlan],
        _ first: ActivationHandle,
        _ second: ActivationHandle,
        _ config: String
    ) {
        for plan in plans {
            trial.next("evaluate \(plan) \(config) several times")
            let answer = trial.table.evaluate(first, trial.context(plan))
            compare(answer, first, plan, "the same again, \(config)")
            for layout in ContextPlan.Layout.allCases {
                compare(answer, second, plan.found(by: layout), "another instance, \(config)")
            }
            // Who decides otherwise at the same time says nothing about another time.
            if case .failed = trial.findings.outcome(of: .pureRepeat) { continue }
            guard !trial.table.traits.contains(.clock) else { continue }
            for time in Self.times { compareAt(time, answer, first, plan) }
        }
    }

    private func compare(
        _ answer: Answer,
        _ instance: ActivationHandle,
        _ plan: ContextPlan,
        _ how: String
    ) {
        let other = trial.table.evaluate(instance, trial.context(plan))
        trial.findings.expect(
            answer.agrees(with: other),
            .pureRepeat,
            "For \(plan) it answered \(answer), and for \(how), \(other); "
                + "do not promise NOVI_CLASS_PURE, or decide by config and context alone."
        )
    }

    private func compareAt(
        _ time: Int64,
        _ answer: Answer,
        _ instance: ActivationHandle,
        _ plan: ContextPlan
    ) {
        let other = trial.table.evaluate(instance, trial.context(plan.at(time)))
        trial.findings.expect(
            answer.agrees(with: other),
            .pureClock,
            "For \(plan) it answered \(answer) at the time 0 and \(other) at \(time); "
                + "set NOVI_CLASS_CLOCK, or do not use the clock."
        )
    }
}
