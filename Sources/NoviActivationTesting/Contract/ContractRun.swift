// An unsafe edge: the one place where a plugin is entered.

internal import CNovi
internal import NoviActivation

/// One run of a contract.
struct ContractRun {
    let contract: ActivationContract
    /// The one class that is tried; nil for all.
    let className: String?
    /// The parts that are left out.
    let omitted: Set<ContractPart>
    let progress: ((ContractStep) -> Void)?

    private static let noIsolation =
        "It looks at the whole process; run the contract isolated, in a process of its own."

    /// Runs everything.
    func report() -> ContractReport {
        let general = Findings()
        let before = contract.isIsolated ? ProcessState() : nil
        let plugin = enter(findings: general)
        if let before { judgeEntry(ProcessState(), before, general) }
        guard let plugin else { return report("", general, []) }
        var inspection = PluginInspection(plugin, findings: general)
        let trials = inspection.classes().map(trial).filter {
            className == nil || $0.table.name == className
        }
        for trial in trials { run(trial, general) }
        return report(inspection.title, general, trials)
    }

    private func report(
        _ title: String,
        _ general: Findings,
        _ trials: [ClassTrial]
    ) -> ContractReport {
        let ofPlugin = checks(general, nil, ContractRule.allCases.filter { !$0.isOfClass })
        let ofClasses = trials.flatMap { trial in
            checks(
                trial.findings,
                trial.table.name,
                ContractRule.allCases.filter(\.isOfClass)
            )
        }
        return ContractReport(plugin: title, checks: ofPlugin + ofClasses)
    }

    private func checks(
        _ findings: Findings,
        _ className: String?,
        _ rules: [ContractRule]
    ) -> [ContractReport.Check] {
        rules.map { rule in
            if rule.needsIsolation, !contract.isIsolated { findings.skip(rule, Self.noIsolation) }
            return ContractReport.Check(
                id: rule.rawValue,
                className: className,
                sentence: rule.sentence,
                outcome: findings.outcome(of: rule)
            )
        }
    }
}

// MARK: - The entry

extension ContractRun {
    private func enter(findings: Findings) -> UnsafePointer<novi_plugin>? {
        switch contract.source {
        case .entered(let plugin, let time):
            if let time { judge(time, findings) }
            return plugin.pointer
        case .entry(let entry):
            let action = "call the plugin's entry"
            progress?(ContractStep(className: nil, part: nil, action: action))
            let clock = ContinuousClock()
            let start = clock.now
            let plugin = capturing(findings, "the entry") { entry(contract.host.pointer) }
            judge(clock.now - start, findings)
            findings.expect(plugin != nil, .tables, "The plugin does not want to run in this host.")
            return plugin
        }
    }

    private func judge(_ time: Duration, _ findings: Findings) {
        let milliseconds = Int(time / .milliseconds(1))
        let sentence = "The entry took \(milliseconds) ms; put off what takes long until create."
        findings.expect(time < .seconds(1), .entry, sentence)
        if time > .milliseconds(100) { findings.warn(.entry, sentence) }
    }

    private func judgeEntry(_ now: ProcessState, _ before: ProcessState, _ findings: Findings) {
        compare(now, before, findings, "After the entry")
        findings.expect(
            now.threadCount <= before.threadCount,
            .entryThreads,
            "After the entry there are \(now.threadCount) threads "
                + "instead of \(before.threadCount); start none there."
        )
    }

    /// Notes what the plugin has changed that is not its own.
    private func compare(
        _ now: ProcessState,
        _ before: ProcessState,
        _ findings: Findings,
        _ when: String
    ) {
        for part in ProcessState.Part.allCases {
            guard let rule = ContractRule(part) else { continue }
            let change = now.change(of: part, since: before)
            findings.expect(
                change == nil,
                rule,
                "\(when), \(change ?? ""); leave it to the host."
            )
        }
    }

    /// Notes what is written to the standard output meanwhile, if nobody else
    /// writes there.
    private func capturing<R>(_ findings: Findings, _ what: String, _ body: () -> R) -> R {
        guard contract.isIsolated else { return body() }
        let (result, written) = withOutputCaptured(body)
        findings.expect(
            written.isEmpty,
            .output,
            "During \(what), this was written: \(printable(written)); use the host's log."
        )
        return result
    }
}

// MARK: - The classes

extension ContractRun {
    private func trial(_ type: UnsafePointer<novi_class>) -> ClassTrial {
        let table = ActivationTable(type, host: contract.host)
        let given = contract.configs[table.name]
        let configs = given ?? SchemaConfigs(String(type.pointee.config_schema)).configs
        return ClassTrial(
            table: table,
            findings: Findings(),
            configs: configs.map { Array($0.utf8) },
            contexts: contract.contexts,
            isIsolated: contract.isIsolated,
            omitted: omitted,
            progress: progress
        )
    }

    private func run(_ trial: ClassTrial, _ general: Findings) {
        let rules = ContractRule.allCases.filter(\.isOfClass)
        let before = contract.isIsolated ? ProcessState() : nil
        let inspection = ClassInspection(
            table: trial.table.table.pointee,
            findings: trial.findings
        )
        guard inspection.canBeCalled() else {
            for rule in rules { trial.findings.skip(rule, "The class cannot be called.") }
            return
        }
        trial.run()
        if trial.configs.isEmpty {
            let reason =
                "No config is known to work; give the contract one for '\(trial.table.name)', "
                + "or put examples into its schema."
            for rule in rules where rule.needsConfig { trial.findings.skip(rule, reason) }
        }
        guard let before else { return }
        LifetimeProbe(trial: trial).judgeThreads(before: before.threadCount)
        compare(ProcessState(), before, general, "After the use of \(trial.table.name)")
        guard !omitted.contains(.process) else {
            for rule in ContractPart.process.rules { general.withdraw(rule, ClassTrial.omission) }
            return
        }
        capturing(general, "the use of \(trial.table.name)") { trial.useOnce() }
    }
}

extension ContractRule {
    /// What demands that a part of the process stays as it was; nil if that is
    /// found out otherwise.
    fileprivate init?(_ part: ProcessState.Part) {
        switch part {
        case .signals: self = .signals
        case .environment: self = .environment
        case .folder: self = .folder
        case .umask: self = .umask
        case .locale: self = .locale
        case .threads, .descriptors: return nil
        }
    }
}
