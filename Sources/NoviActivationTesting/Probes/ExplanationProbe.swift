internal import NoviActivation

/// Asks instances to describe how they decide.
struct ExplanationProbe {
    let trial: ClassTrial

    func run(_ plans: [ContextPlan]) {
        guard trial.table.canExplain else {
            return trial.findings.skip(.explainText, "The class does not explain itself.")
        }
        guard let config = trial.configs.first, let instance = trial.makeInstance(config) else {
            return
        }
        for plan in plans.sample(100) {
            trial.next("explain \(plan) with the config '\(printable(config))'")
            for capacity in [1024, 16, 1, 0] {
                explain(instance, trial.context(plan), capacity: capacity)
            }
        }
        trial.table.destroy(instance)
    }

    private func explain(_ instance: ActivationHandle, _ context: LentContext, capacity: Int) {
        let text = trial.table.explain(instance, context, capacity: capacity)
        guard let text else { return }
        let problem = text.breach ?? text.text.problem.map { "the text \($0)" }
        trial.findings.expect(
            problem == nil,
            .explainText,
            "For \(context.plan) and \(capacity) bytes, \(problem ?? "")."
        )
        trial.findings.expect(
            context.memory.isUnchanged,
            .evaluateContext,
            "explain changed \(context.plan); copy what has to be changed."
        )
    }
}

extension [ContextPlan] {
    /// Some of them, from all over.
    func sample(_ count: Int) -> [ContextPlan] {
        let step = Swift.max(1, (self.count + count - 1) / Swift.max(count, 1))
        return stride(from: 0, to: self.count, by: step).map { self[$0] }
    }
}
