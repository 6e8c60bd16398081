internal import NoviActivation
internal import NoviActivationTesting
internal import NoviCore

/// What the processes in which a plugin is tried have found, one after the other.
struct CheckFindings {
    /// How long it takes to look at the file, to map and to enter it; nil if no
    /// process got so far.
    private(set) var scanTime: Duration?
    /// Whether the plugin cannot even be entered.
    private(set) var hasEnded = false
    private var title = ""
    private var general: [ContractReport.Check] = []
    private var classes: [(name: String, checks: [ContractReport.Check])] = []
    private var loadingProblem: PluginProblem?
    private var enteringProblem: PluginProblem?
    private var effects: [String] = []
    private var calls: Set<String> = []
    private var denial: String?
    private var output = ""

    /// The names of the classes, in the order of the plugin.
    var classNames: [String] { classes.map(\.name) }

    /// Notes what a host would warn of.
    mutating func loaded(_ warnings: [PluginProblem]) {
        effects = warnings.filter { $0.code == .sideEffect }.map(\.message)
        denial = warnings.first { $0.code == .forbiddenCall }?.message
    }

    /// Notes that a host could not load the plugin.
    mutating func loadingFailed(_ problem: PluginProblem) { loadingProblem = problem }

    /// Notes that the plugin could not be entered.
    mutating func enteringFailed(_ problem: PluginProblem) {
        hasEnded = true
        enteringProblem = problem
    }

    /// Takes what is known before a class is used.
    mutating func entered(_ json: JSONValue, _ output: String) {
        guard let report = read(json, output) else { return }
        title = report.plugin
        general = report.checks.filter { $0.className == nil }
        for check in report.checks {
            guard let name = check.className else { continue }
            if classes.last?.name != name { classes.append((name, [])) }
            classes[classes.count - 1].checks.append(check)
        }
    }

    /// Forgets all classes but one.
    mutating func narrow(to name: String?) {
        if let name { classes.removeAll { $0.name != name } }
    }

    /// Takes what was found out about a class.
    mutating func add(_ result: ClassCheck.Result, of name: String) {
        guard let index = classes.firstIndex(where: { $0.name == name }) else { return }
        if let (json, output) = result.report, let report = read(json, output) {
            // What nobody could look at before a class was used counts for nothing.
            let isFirst = classes.allSatisfy { $0.checks.last?.id != "process.survival" }
            general = general.map { check in
                report.checks.filter { $0.className == nil && $0.id == check.id }
                    .reduce(check) { isFirst && $0.isSkipped ? $1 : $0.worse(of: $1) }
            }
            classes[index].checks = report.checks.filter { $0.className == name }
        }
        classes[index].checks.append(.survival(result.deaths, of: name))
    }

    private mutating func read(_ json: JSONValue, _ output: String) -> ContractReport? {
        let seconds = json["scanSeconds"].flatMap { $0.double ?? $0.integer.map(Double.init) }
        scanTime = scanTime ?? seconds.map { .seconds($0) }
        calls.formUnion(json["calls"]?.array?.compactMap(\.string) ?? [])
        if self.output.isEmpty { self.output = output }
        return ContractReport(json["report"])
    }
}

// MARK: - All together

extension CheckFindings {
    /// The report on the plugin and its classes.
    var report: ContractReport {
        let own = general.map { $0.id == "process.output" ? $0.noting(output: output) : $0 }
        return ContractReport(
            plugin: title,
            checks: own + [survival, effectsCheck, callsCheck] + classes.flatMap(\.checks)
        )
    }

    private var survival: ContractReport.Check {
        // What ends a process when a host loads the plugin ends those of the classes too.
        let wasFound = classes.contains { $0.checks.last?.hasFailed == true }
        let problem = enteringProblem ?? (wasFound ? nil : loadingProblem)
        return .survival([problem].compactMap(\.self), of: nil)
    }

    private var effectsCheck: ContractReport.Check {
        .warning(
            "sandbox.effects",
            "What all parts of the process share is left alone.",
            effects.isEmpty ? nil : effects.joined(separator: " "),
            isLookedAt: loadingProblem == nil
        )
    }

    private var callsCheck: ContractReport.Check {
        let names = calls.sorted().joined(separator: ", ")
        let message =
            names.isEmpty
            ? denial
            : "It called \(names), which is denied here; in a host nothing keeps it from doing so."
        return .warning(
            "sandbox.calls",
            "Nothing is asked of the system that a plugin must not do.",
            message,
            isLookedAt: !hasEnded
        )
    }
}
