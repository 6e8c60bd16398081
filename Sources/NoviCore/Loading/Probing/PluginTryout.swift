/// A file that is tried for itself, wherever it is: nobody is going to use it.
package final class PluginTryout {
    /// What the library says about itself.
    package let facts: LibraryFacts
    private let staged: StagedFile
    private let probe: PluginProbe

    /// Looks at a file, and starts the program in which it is tried.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - settings: Where the program is, and how long one process may take.
    /// - Throws: ``PluginProblem`` if the file is refused before anything of it
    ///   runs, or with the code `PROBE_UNAVAILABLE` if it cannot be tried.
    package init(path: String, settings: PluginSettings) throws(PluginProblem) {
        staged = try StagedFile(inMemory: OpenedFile(Array(path.utf8)))
        facts = try staged.facts()
        if let problem = facts.note?.problem(onHost: .host) { throw problem }
        probe = try PluginProbe(settings)
    }

    /// What of the sandbox this system does not have; nil if nothing is missing.
    package var gap: PluginProblem? {
        probe.gaps.isEmpty ? nil : .sandboxIncomplete(probe.gaps)
    }

    /// Does what a host does before it uses a plugin.
    ///
    /// - Returns: What came of it.
    /// - Throws: ``PluginProblem`` with the code `PROBE_UNAVAILABLE` if it cannot
    ///   be tried.
    package func load() throws(PluginProblem) -> ProbeVerdict {
        let verdict = try probe.examine(staged)
        guard case .valid(let description, _) = verdict,
            let problem = facts.note?.mismatch(with: description)
        else { return verdict }
        return .refused(problem)
    }

    /// Holds the plugin against the contract, in a new process.
    ///
    /// - Parameter request: What to look at.
    /// - Returns: What came of it.
    /// - Throws: ``PluginProblem`` with the code `PROBE_UNAVAILABLE` if it cannot
    ///   be tried.
    package func hold(against request: ContractRequest) throws(PluginProblem) -> ContractAnswer {
        try probe.hold(staged, against: request)
    }
}
