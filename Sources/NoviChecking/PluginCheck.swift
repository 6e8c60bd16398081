internal import NoviActivation
internal import NoviActivationTesting
package import NoviCore

/// What it takes to find out whether a plugin keeps the contract.
///
/// Nothing of the plugin runs in this process.
package struct PluginCheck: Sendable {
    /// The file.
    private let path: String
    /// Configs that work, each for all classes or, as `Class=…`, for one.
    private let configs: [String]
    /// The one class that is looked at; nil for all.
    private let className: String?
    private let settings: PluginSettings

    /// Takes what it is about.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - configs: Configs that work: each for all classes or, with the name of
    ///     a class and `=` before it, for that class. A class without any has
    ///     the examples of its schema.
    ///   - className: The one class that is looked at; nil for all.
    ///   - settings: Where the program is in which plugins are tried, and how
    ///     long one process may take.
    package init(
        path: String,
        configs: [String],
        className: String?,
        settings: PluginSettings
    ) {
        self.path = path
        self.configs = configs
        self.className = className
        self.settings = settings
    }

    /// Looks at the file, and holds its classes against the contract.
    ///
    /// - Returns: What was found.
    /// - Throws: ``PluginProblem`` if nothing can be tried on this system, and
    ///   ``CheckError`` if the plugin lacks the class.
    package func run() throws -> CheckReport {
        let tryout: PluginTryout
        var findings = CheckFindings()
        do throws(PluginProblem) {
            tryout = try PluginTryout(path: path, settings: settings)
            switch try tryout.load() {
            case .refused(let problem): throw problem
            case .fatal(let problem): findings.loadingFailed(problem)
            case .valid(_, let warnings): findings.loaded(warnings)
            }
        } catch {
            if error.isOfSystem { throw error }
            return CheckReport(path: path, problem: error)
        }
        try run(tryout, &findings)
        return CheckReport(
            path: path,
            scanTime: findings.scanTime,
            contract: findings.report,
            warnings: [tryout.gap].compactMap(\.self)
        )
    }

    private func run(_ tryout: PluginTryout, _ findings: inout CheckFindings) throws {
        let request = ContractRequest(className: nil, omittedParts: .all, configs: [:])
        switch try tryout.hold(against: request) {
        case .unavailable(let problem): throw problem
        case .fatal(let problem, part: _): findings.enteringFailed(problem)
        case .report(let report, let output): findings.entered(report, output)
        }
        let names = findings.classNames
        if let className, !findings.hasEnded, !names.contains(className) {
            throw CheckError.noSuchClass(className, path: path, names: names)
        }
        findings.narrow(to: className)
        for name in findings.classNames {
            let trial = ClassCheck(name: name, configs: configs(for: name, of: names))
            findings.add(try trial.run(tryout), of: name)
        }
    }

    /// The configs that were given for a class.
    private func configs(for name: String, of names: [String]) -> [String] {
        configs.compactMap { config in
            guard let end = config.firstIndex(of: "="), names.contains(String(config[..<end]))
            else {
                return config
            }
            return config[..<end] == name ? String(config[config.index(after: end)...]) : nil
        }
    }
}

extension Set<String> {
    /// The names of all parts of the contract.
    fileprivate static var all: Set<String> { Set(ContractPart.allCases.map(\.rawValue)) }
}

extension PluginProblem {
    /// Whether it says something about this system, and nothing about the file.
    fileprivate var isOfSystem: Bool { code == .probeUnavailable || code == .cacheUnusable }
}
