internal import CNovi
internal import NoviActivation
internal import Synchronization

/// Evaluates instances for every kind of context.
struct EvaluationProbe {
    let trial: ClassTrial

    /// How many keys, contexts and configs are taken at most.
    private static let keyLimit = 16
    private static let contextLimit = 4
    private static let configLimit = 3

    /// Evaluates for everything.
    ///
    /// - Returns: The contexts, for those who evaluate in other ways.
    func run() -> [ContextPlan] {
        var plans: [ContextPlan] = []
        for config in trial.configs.prefix(Self.configLimit) {
            guard let instance = trial.makeInstance(config) else { continue }
            plans = evaluate(instance, "with the config '\(printable(config))'")
            trial.table.destroy(instance)
        }
        return plans
    }

    private func evaluate(_ instance: ActivationHandle, _ config: String) -> [ContextPlan] {
        let bases = [ContextPlan()] + trial.contexts.prefix(Self.contextLimit).map(ContextPlan.init)
        let values = RawValue.odd(isIsolated: trial.isIsolated)
        var plans = bases
        var names: [[UInt8]] = []
        var asked = evaluate(instance, bases, config)
        while true {
            // A rule may ask for a name only after it has seen the value of another.
            let new = (trial.table.host.records.withLock { $0.keys } + asked.sorted(by: precedes))
                .filter { !names.contains($0) }.prefix(Self.keyLimit - names.count)
            guard let name = new.first else { break }
            names.append(name)
            let more = bases.flatMap { base in values.map { base.setting(name, to: $0) } }
            asked.formUnion(evaluate(instance, more, config))
            plans += more
        }
        let all = values.map { value in
            names.reduce(ContextPlan()) { $0.setting($1, to: value) }
        }
        _ = evaluate(instance, all, config)
        return plans + all
    }

    private func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.lexicographicallyPrecedes(right)
    }

    /// Evaluates for contexts, in turn found in each way.
    ///
    /// - Returns: The names that were looked for one by one.
    private func evaluate(
        _ instance: ActivationHandle,
        _ plans: [ContextPlan],
        _ config: String
    ) -> Set<[UInt8]> {
        let layouts = ContextPlan.Layout.allCases
        var asked: Set<[UInt8]> = []
        for (index, plan) in plans.enumerated() {
            let context = trial.context(plan.found(by: layouts[index % layouts.count]))
            trial.next("evaluate \(plan) \(config)")
            let host = trial.table.host
            let before = host.records.withLock { $0.preparationCount }
            let answer = trial.table.evaluate(instance, context)
            trial.findings.judge(answer, context, "\(plan) \(config)")
            trial.findings.expect(
                host.records.withLock { $0.preparationCount } == before,
                .evaluateHost,
                "evaluate asked for a key, a name or an activation for \(plan); ask in create."
            )
            asked.formUnion(context.askedNames)
        }
        return asked
    }
}
