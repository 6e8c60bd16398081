internal import NoviActivation
internal import Synchronization

/// The trial of one class: what all who probe it need.
struct ClassTrial {
    let table: ActivationTable
    let findings: Findings
    /// Configs that work.
    let configs: [[UInt8]]
    /// Contexts that matter, beside those that are made up.
    let contexts: [JSONObject]
    let isIsolated: Bool
    let progress: ((String) -> Void)?

    /// Probes all of it.
    func run() {
        CreationProbe(trial: self).run()
        let plans = EvaluationProbe(trial: self).run()
        ExplanationProbe(trial: self).run(plans)
        AgreementProbe(trial: self).run(plans)
        ThreadProbe(trial: self).run(plans)
        if isIsolated { LifetimeProbe(trial: self).run(plans) }
        // Who gets this far has not read what was taken back.
        if isIsolated, !plans.isEmpty { findings.expect(true, .borrowing, "") }
        findings.expect(true, .hostCalls, "")
        for breach in table.host.records.withLock({ $0.takeBreaches() }) {
            findings.expect(false, .hostCalls, breach)
        }
    }

    /// Makes, uses and destroys instances from every kind of config, and judges
    /// nothing of it.
    func useOnce() {
        next("create with everything once more")
        let odd = OddConfig.all(resembling: configs).map(\.bytes)
        for config in configs + odd {
            let creation = table.create(config)
            guard let instance = creation.instance, creation.status == 0 else { continue }
            for plan in [ContextPlan()] + contexts.map(ContextPlan.init) {
                _ = table.evaluate(instance, context(plan))
            }
            table.destroy(instance)
        }
    }

    /// Says what comes next.
    func next(_ what: @autoclosure () -> String) {
        // Thousands of sentences that nobody hears take longer than what they are about.
        progress?("\(table.name): \(what())")
    }

    /// Makes an instance that is known to work; nil, with a reason for the
    /// report, if it does not.
    func makeInstance(_ config: [UInt8]) -> ActivationHandle? {
        let creation = table.create(config, isGuarded: isIsolated)
        return creation.status == 0 ? creation.instance : nil
    }

    /// Builds a context.
    func context(_ plan: ContextPlan) -> LentContext {
        LentContext(plan, host: table.host, isGuarded: isIsolated)
    }
}
