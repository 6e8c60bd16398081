internal import NoviActivation
internal import NoviActivationTesting
internal import NoviCore

/// Holds one class against the contract, in as many processes as it takes.
struct ClassCheck {
    /// What was found.
    struct Result {
        /// What the last process reported, and what was printed there; nil if none
        /// came to its end.
        var report: (json: JSONValue, output: String)?
        /// How the processes before it ended.
        var deaths: [PluginProblem] = []
    }

    /// The class.
    let name: String
    /// Configs that work; empty for those of the schema.
    let configs: [String]

    /// Begins again without the part in which a process has ended, until one comes
    /// to its end.
    ///
    /// - Parameter tryout: The plugin.
    /// - Returns: What was found.
    /// - Throws: ``PluginProblem`` if there are no processes for it.
    func run(_ tryout: PluginTryout) throws(PluginProblem) -> Result {
        var result = Result()
        var request = ContractRequest(
            className: name,
            omittedParts: [],
            configs: configs.isEmpty ? [:] : [name: configs]
        )
        while true {
            switch try tryout.hold(against: request) {
            case .unavailable(let problem):
                throw problem
            case .report(let json, let output):
                result.report = (json, output)
                return result
            case .fatal(let problem, let part):
                result.deaths.append(problem)
                let omitted = Self.parts(beginningWith: part, after: problem)
                // It goes on only as long as less is left to do each time.
                guard !omitted.isSubset(of: request.omittedParts) else { return result }
                request.omittedParts.formUnion(omitted)
            }
        }
    }

    /// The parts to leave out after a process has ended in one.
    private static func parts(
        beginningWith part: String,
        after problem: PluginProblem
    ) -> Set<String> {
        let names = ContractPart.allCases.map(\.rawValue)
        guard let index = names.firstIndex(of: part) else { return [] }
        // Whoever hangs once often hangs again, and each time takes long.
        return problem.code == .probeTimeout ? Set(names[index...]) : [part]
    }
}
