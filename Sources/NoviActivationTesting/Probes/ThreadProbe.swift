internal import CNovi
internal import NoviActivation
internal import Synchronization

/// Evaluates one instance on many threads at once.
struct ThreadProbe {
    let trial: ClassTrial

    private static let threadCount = 8
    private static let rounds = 10

    func run(_ plans: [ContextPlan]) {
        let isPure = trial.table.traits.contains(.pure)
        if isPure, case .failed = trial.findings.outcome(of: .pureRepeat) {
            let reason = "One thread alone already gets different answers."
            return trial.findings.skip(.evaluateThreads, reason)
        }
        guard let config = trial.configs.first, let shared = trial.makeInstance(config) else {
            return
        }
        trial.next("evaluate on \(Self.threadCount) threads")
        let plans = plans.sample(150)
        let work = ThreadRounds(table: trial.table, config: config, shared: shared, plans: plans)
        let expected = plans.map { plan in
            trial.table.evaluate(shared, LentContext(plan, host: trial.table.host))
        }
        let answers = work.run(threads: Self.threadCount, rounds: Self.rounds)
        for (index, answer) in answers {
            judge(answer, isPure ? expected[index] : nil, plans[index])
        }
        trial.table.destroy(shared)
    }

    private func judge(_ answer: Answer, _ expected: Answer?, _ plan: ContextPlan) {
        let isKnown =
            (NOVI_OFF...NOVI_ABSTAIN).contains(Int(answer.status))
            || Findings.isErrorCode(answer.status)
        guard let expected else {
            return trial.findings.expect(
                isKnown,
                .evaluateThreads,
                "For \(plan), one of eight threads got \(answer); guard what instances share."
            )
        }
        trial.findings.expect(
            answer.agrees(with: expected),
            .evaluateThreads,
            "For \(plan), one thread got \(expected), and one of eight got \(answer); "
                + "guard what instances share, or set NOVI_CLASS_SERIAL."
        )
    }
}

/// What each of the threads does.
private final class ThreadRounds: Sendable {
    private let table: ActivationTable
    private let config: [UInt8]
    private let shared: ActivationHandle
    private let plans: [ContextPlan]
    /// The different answers for each context.
    private let answers: Mutex<[Set<Answer>]>
    /// Held while a serial instance runs.
    private let turn = Mutex(())

    init(table: ActivationTable, config: [UInt8], shared: ActivationHandle, plans: [ContextPlan]) {
        self.table = table
        self.config = config
        self.shared = shared
        self.plans = plans
        answers = Mutex(plans.map { _ in [] })
    }

    /// Runs all threads.
    ///
    /// - Returns: The different answers, with the index of their context.
    func run(threads: Int, rounds: Int) -> [(Int, Answer)] {
        runOnThreads(threads) { _ in self.evaluate(rounds: rounds) }
        return answers.withLock { $0 }.enumerated().flatMap { index, answers in
            answers.map { (index, $0) }
        }
    }

    private func evaluate(rounds: Int) {
        let contexts = plans.map { LentContext($0, host: table.host) }
        var seen: [Set<Answer>] = plans.map { _ in [] }
        for _ in 0..<rounds {
            let own = table.create(config).instance
            for (index, context) in contexts.enumerated() {
                seen[index].insert(evaluateShared(context))
                if let own { seen[index].insert(table.evaluate(own, context)) }
            }
            if let own { table.destroy(own) }
        }
        let mine = seen
        answers.withLock { all in
            for index in all.indices { all[index].formUnion(mine[index]) }
        }
    }

    private func evaluateShared(_ context: LentContext) -> Answer {
        guard table.traits.contains(.serial) else { return table.evaluate(shared, context) }
        return turn.withLock { _ in table.evaluate(shared, context) }
    }
}
