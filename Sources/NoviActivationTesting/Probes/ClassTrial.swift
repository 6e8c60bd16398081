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
    /// The parts that are left out.
    let omitted: Set<ContractPart>
    let progress: ((ContractStep) -> Void)?
    /// The part whose turn it is.
    var part: ContractPart?

    static let omission =
        "A process ended before this was done; see process.survival."

    /// Probes all of it.
    func run() {
        let accepted = run(.creation) { CreationProbe(trial: $0).run() }
        run(.oddInstances) { OddInstanceProbe(trial: $0).run(accepted ?? []) }
        let bases = [ContextPlan()] + contexts.map(ContextPlan.init)
        let plans = run(.evaluation) { EvaluationProbe(trial: $0).run() } ?? bases
        run(.explanation) { ExplanationProbe(trial: $0).run(plans) }
        run(.agreement) { AgreementProbe(trial: $0).run(plans) }
        run(.threads) { ThreadProbe(trial: $0).run(plans) }
        if isIsolated { run(.lifetime) { LifetimeProbe(trial: $0).run(plans) } }
        // Who gets this far has not read what was taken back.
        if isIsolated, !plans.isEmpty { findings.expect(true, .borrowing, "") }
        findings.expect(true, .hostCalls, "")
        for breach in table.host.records.withLock({ $0.takeBreaches() }) {
            findings.expect(false, .hostCalls, breach)
        }
        guard !omitted.isEmpty else { return }
        for rule in [.borrowing, .hostCalls] + omitted.flatMap(\.rules) where rule.isOfClass {
            findings.withdraw(rule, Self.omission)
        }
    }

    /// Runs one part, unless it is left out.
    @discardableResult
    private func run<R>(_ part: ContractPart, _ body: (ClassTrial) -> R) -> R? {
        guard !omitted.contains(part) else { return nil }
        var trial = self
        trial.part = part
        return body(trial)
    }

    /// Makes, uses and destroys instances from every kind of config, and judges
    /// nothing of it.
    func useOnce() { run(.process) { $0.useEverything() } }

    private func useEverything() {
        let odd = OddConfig.all(resembling: configs).map(\.bytes)
        for config in configs + odd {
            next("create and evaluate with '\(printable(config))' once more")
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
        progress?(ContractStep(className: table.name, part: part, action: what()))
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
