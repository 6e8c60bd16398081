internal import NoviActivationTesting
internal import NoviCore

extension ContractReport.Check {
    /// Whether the contract is broken.
    var hasFailed: Bool { outcome.rank == 3 }

    /// Whether nobody has looked.
    var isSkipped: Bool { outcome.rank == 1 }

    /// The outcome that asks for more attention, of two processes that looked at
    /// the same.
    func worse(of other: Self) -> Self { other.outcome.rank > outcome.rank ? other : self }

    /// Notes what was written to the standard output while nobody listened for it.
    func noting(output: String) -> Self {
        guard !output.isEmpty, !hasFailed else { return self }
        let message = "While it was tried, this was written: \(output); use the host's log."
        return Self(id: id, className: className, sentence: sentence, outcome: .failed(message))
    }

    /// Whether the processes came to their ends.
    static func survival(_ deaths: [PluginProblem], of className: String?) -> Self {
        Self(
            id: "process.survival",
            className: className,
            sentence: "The process neither crashes nor hangs nor ends.",
            outcome: deaths.isEmpty
                ? .passed : .failed(deaths.map(\.message).joined(separator: "\n"))
        )
    }

    /// Something that may be wrong, though no rule is broken.
    ///
    /// - Parameters:
    ///   - id: Which check it is.
    ///   - sentence: What is asked for.
    ///   - message: What may be wrong; nil if nothing is.
    ///   - isLookedAt: Whether a process lived long enough for it to be seen.
    /// - Returns: The check.
    static func warning(
        _ id: String,
        _ sentence: String,
        _ message: String?,
        isLookedAt: Bool
    ) -> Self {
        let outcome: ContractReport.Outcome =
            isLookedAt
            ? message.map { .warned($0) } ?? .passed
            : .skipped("A process ended before this was done; see process.survival.")
        return Self(id: id, className: nil, sentence: sentence, outcome: outcome)
    }
}

extension ContractReport.Outcome {
    /// How much attention it asks for.
    fileprivate var rank: Int {
        switch self {
        case .passed: 0
        case .skipped: 1
        case .warned: 2
        case .failed: 3
        }
    }
}
