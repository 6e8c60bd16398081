public import NoviActivation

/// What a contract has found.
public struct ContractReport: Sendable, Hashable {
    /// What became of a check.
    public enum Outcome: Sendable, Hashable {
        /// All is as it should be.
        case passed
        /// The contract is broken: what happened, with what, and what to do.
        case failed(String)
        /// Something may be wrong, though no rule is broken.
        case warned(String)
        /// Nobody has looked, and why.
        case skipped(String)
    }

    /// One check.
    public struct Check: Sendable, Hashable {
        /// Which check it is; it never changes.
        public let id: String
        /// The class that was checked; nil if it was the plugin as a whole.
        public let className: String?
        /// What is asked for, in one sentence.
        public let sentence: String
        /// What became of it.
        public let outcome: Outcome

        /// Makes a check.
        package init(id: String, className: String?, sentence: String, outcome: Outcome) {
            self.id = id
            self.className = className
            self.sentence = sentence
            self.outcome = outcome
        }
    }

    /// The name and the version of the plugin; empty if it has no legible ones.
    public let plugin: String
    /// All checks, those of the plugin first.
    public let checks: [Check]

    /// Makes a report.
    package init(plugin: String, checks: [Check]) {
        self.plugin = plugin
        self.checks = checks
    }

    /// Whether no check has failed.
    public var isFulfilled: Bool { failures.isEmpty }

    /// The checks that have failed.
    public var failures: [Check] {
        checks.filter { if case .failed = $0.outcome { true } else { false } }
    }
}

// MARK: - For people

extension ContractReport: CustomStringConvertible {
    /// A line for each check, and below it what there is to say.
    public var description: String {
        let verdict = isFulfilled ? "fulfils the contract" : "breaks the contract"
        let title = "\(plugin.isEmpty ? "The plugin" : plugin) \(verdict)"
        return ([title] + lines).joined(separator: "\n")
    }

    /// The lines without the verdict.
    package var lines: [String] {
        var lines: [String] = []
        let width = checks.map(\.id.count).max() ?? 0
        var className: String?
        for check in checks {
            if check.className != className, let name = check.className { lines.append(name) }
            className = check.className
            let space = String(repeating: " ", count: width - check.id.count)
            lines.append("  \(check.outcome.mark) \(check.id)\(space)  \(check.sentence)")
            for message in (check.outcome.message ?? "").split(separator: "\n") {
                lines.append(String(repeating: " ", count: width + 6) + message)
            }
        }
        return lines
    }
}

extension ContractReport.Outcome {
    fileprivate var mark: String {
        switch self {
        case .passed: "\u{2713}"
        case .failed: "\u{2717}"
        case .warned: "!"
        case .skipped: "\u{2013}"
        }
    }

    /// What there is to say; nil if all is as it should be.
    public var message: String? {
        switch self {
        case .passed: nil
        case .failed(let message), .warned(let message), .skipped(let message): message
        }
    }
}

// MARK: - For programs

extension ContractReport {
    /// The report as JSON; the names of its members never change.
    public var json: JSONValue {
        let members: [JSONValue] = checks.map { check in
            [
                "id": .string(check.id),
                "class": check.className.map(JSONValue.string) ?? .null,
                "sentence": .string(check.sentence),
                "outcome": .string(check.outcome.name),
                "message": check.outcome.message.map(JSONValue.string) ?? .null,
            ]
        }
        return [
            "plugin": .string(plugin),
            "isFulfilled": .boolean(isFulfilled),
            "checks": .array(members),
        ]
    }
}

extension ContractReport {
    /// Reads a report.
    ///
    /// - Parameter json: What ``json`` gave; nil results from anything else.
    package init?(_ json: JSONValue?) {
        guard let plugin = json?["plugin"]?.string,
            let checks = json?["checks"]?.array?.map(Check.init), !checks.contains(nil)
        else { return nil }
        self.init(plugin: plugin, checks: checks.compactMap(\.self))
    }
}

extension ContractReport.Check {
    fileprivate init?(_ json: JSONValue) {
        guard let id = json["id"]?.string, let sentence = json["sentence"]?.string,
            let outcome = ContractReport.Outcome(
                json["outcome"]?.string,
                message: json["message"]?.string ?? ""
            )
        else { return nil }
        let className = json["class"]?.string
        self.init(id: id, className: className, sentence: sentence, outcome: outcome)
    }
}

extension ContractReport.Outcome {
    fileprivate init?(_ name: String?, message: String) {
        switch name {
        case "passed": self = .passed
        case "failed": self = .failed(message)
        case "warned": self = .warned(message)
        case "skipped": self = .skipped(message)
        default: return nil
        }
    }

    fileprivate var name: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .warned: "warned"
        case .skipped: "skipped"
        }
    }
}
