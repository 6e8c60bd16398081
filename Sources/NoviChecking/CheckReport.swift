package import NoviActivation
package import NoviActivationTesting
package import NoviCore

/// What was found out about a plugin.
package struct CheckReport: Sendable, Hashable {
    /// The file.
    package let path: String
    /// Why this host refuses it, without having tried more; nil if it does not.
    package let problem: PluginProblem?
    /// How long a host is busy with it when it begins: to look at the file, to map
    /// and to enter it.
    package let scanTime: Duration?
    /// What the contract says; nil if the plugin is refused.
    package let contract: ContractReport?
    /// What this system lacks.
    package let warnings: [PluginProblem]

    /// Reports on a plugin that is refused.
    init(path: String, problem: PluginProblem) {
        self.path = path
        self.problem = problem
        scanTime = nil
        contract = nil
        warnings = []
    }

    /// Reports on a plugin that was tried.
    init(
        path: String,
        scanTime: Duration?,
        contract: ContractReport,
        warnings: [PluginProblem]
    ) {
        self.path = path
        problem = nil
        self.scanTime = scanTime
        self.contract = contract
        self.warnings = warnings
    }

    /// Whether the plugin keeps the contract.
    package var isFulfilled: Bool { contract?.isFulfilled ?? false }
}

// MARK: - For people

extension CheckReport {
    /// The verdict, and a line for each check.
    package var lines: [String] {
        if let problem {
            return [
                "refused \(problem.code.rawValue)  \(path)", "\(problem.message) \(problem.remedy)",
            ]
        }
        guard let contract else { return [] }
        let verdict = isFulfilled ? "fulfils the contract" : "breaks the contract"
        let facts = [
            "    plugin     \(contract.plugin.isEmpty ? "unknown" : contract.plugin)",
            "    scan time  \(scanTime.map(Self.text) ?? "unknown")",
        ]
        let notes = warnings.map { "warning \($0.code.rawValue): \($0.message) \($0.remedy)" }
        return ["\(verdict)  \(path)"] + facts + contract.lines + notes + [Self.sum(contract)]
    }

    private static func text(_ time: Duration) -> String {
        let tenths = Int64((time / .milliseconds(0.1)).rounded())
        return "\(tenths / 10).\(tenths % 10) ms"
    }

    private static func sum(_ report: ContractReport) -> String {
        var counts = (passed: 0, failed: 0, warned: 0, skipped: 0)
        for check in report.checks {
            switch check.outcome {
            case .passed: counts.passed += 1
            case .failed: counts.failed += 1
            case .warned: counts.warned += 1
            case .skipped: counts.skipped += 1
            }
        }
        return "\(counts.passed) passed, \(counts.failed) failed, "
            + "\(counts.warned) warned, \(counts.skipped) skipped."
    }
}

// MARK: - For programs

extension CheckReport {
    /// The report as JSON; the names of its members never change.
    package var json: JSONValue {
        [
            "path": .string(path),
            "plugin": contract.map { .string($0.plugin) } ?? .null,
            "isFulfilled": .boolean(isFulfilled),
            "code": problem.map { .string($0.code.rawValue) } ?? .null,
            "message": problem.map { .string($0.message) } ?? .null,
            "remedy": problem.map { .string($0.remedy) } ?? .null,
            "scanSeconds": scanTime.map { .double($0 / .seconds(1)) } ?? .null,
            "checks": contract?.json["checks"] ?? [],
            "warnings": .array(warnings.map(\.json)),
        ]
    }
}
