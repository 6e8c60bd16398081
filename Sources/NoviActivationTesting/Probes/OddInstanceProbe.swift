internal import NoviActivation

/// Evaluates instances that a class was willing to make from odd configs.
struct OddInstanceProbe {
    let trial: ClassTrial

    /// Evaluates all of them.
    ///
    /// - Parameter configs: The configs that the class has accepted.
    func run(_ configs: [OddConfig]) {
        for config in configs {
            guard let instance = trial.makeInstance(config.bytes) else { continue }
            for plan in [ContextPlan()] + trial.contexts.prefix(1).map(ContextPlan.init) {
                let context = trial.context(plan)
                let input = "\(plan) after create with \(config.name)"
                trial.next("evaluate \(input)")
                trial.findings.judge(trial.table.evaluate(instance, context), context, input)
            }
            trial.table.destroy(instance)
        }
    }
}
