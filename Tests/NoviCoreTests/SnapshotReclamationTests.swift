import NoviCore
import Synchronization
import Testing

/// When instances are destroyed: once, and never while they are in use.
struct SnapshotReclamationTests {
    private let rules: RulePlugin
    private let published = PublishedSnapshot()

    init() throws { rules = try RulePlugin() }

    private func publish(_ activations: Activation...) {
        let flags = FlagSet(activations)
        published.publish(
            SnapshotAssembly.assemble(flags, catalog: rules.catalog, previous: published.current)
        )
    }

    @Test func `a replaced snapshot is released when nobody uses it`() async {
        publish(.rule(1, "on"))
        #expect(rules[.destroyed] == 0)
        publish(.rule(1, "off"))
        await published.releaseReplaced()
        #expect(rules[.destroyed] == 1)
    }

    @Test func `a snapshot that is in use outlives its replacement`() async {
        publish(.rule(1, "hold"))
        let evaluator = Evaluator(published)
        async let wasOn = onThread { evaluator.evaluate("flag", context: [:]).isOn }
        await rules.awaitHeld()
        publish(.rule(1, "off"))
        publish(.rule(1, "abstain"))
        published.reclaim()
        #expect(rules[.destroyed] == 0)
        #expect(published.retiredCount == 2)
        rules.release()
        #expect(await wasOn)
        await published.releaseReplaced()
        #expect(rules[.destroyed] == 2)
        #expect(rules[.misused] == 0)
    }

    @Test(.timeLimit(.minutes(10)))
    func `what was in use is released without another change`() async {
        let publisher = SnapshotPublisher(catalog: rules.catalog)
        let evaluator = Evaluator(publisher.published)
        await publisher.publish(FlagSet([.rule(1, "hold")]))
        async let wasOn = onThread { evaluator.evaluate("flag", context: [:]).isOn }
        await rules.awaitHeld()
        await publisher.publish(FlagSet([.rule(1, "off")]))
        rules.release()
        #expect(await wasOn)
        while rules[.destroyed] == 0 { await Task.yield() }
    }

    @Test func `instances end with the object that published them`() throws {
        do {
            let rows = [Activation.rule(1, "on"), .rule(2, "same 1")]
            let evaluator = rules.catalog.evaluator(FlagSet(rows))
            #expect(evaluator.evaluate("flag", context: [:]).isOn)
        }
        #expect(rules[.created] == 2)
        #expect(rules[.destroyed] == 2)
    }

    @Test func `a snapshot that somebody keeps keeps its instances`() async {
        publish(.rule(1, "on"))
        let kept = published.current
        publish(.rule(1, "off"))
        await published.releaseReplaced()
        withExtendedLifetime(kept) { #expect(rules[.destroyed] == 0) }
    }

    @Test func `threads publish and evaluate at the same time`() async {
        let rounds = 400
        let publisher = SnapshotPublisher(catalog: rules.catalog)
        let evaluator = Evaluator(publisher.published)
        let watch = Watch()
        await publisher.publish(Self.state(0))
        async let evaluating: Void = onThreads(6) { _ in
            while !watch.isOver.load(ordering: .relaxed) {
                if !Self.isGood(evaluator) { watch.wrong.add(1, ordering: .relaxed) }
            }
        }
        for round in 1...rounds { await publisher.publish(Self.state(round)) }
        watch.isOver.store(true, ordering: .relaxed)
        await evaluating
        await publisher.published.releaseReplaced()
        #expect(watch.wrongCount == 0)
        #expect(rules[.misused] == 0)
        // One of the four rules never changes.
        #expect(rules[.created] == 3 * rounds + 4)
        #expect(rules[.destroyed] == 3 * rounds)
    }

    /// What the threads tell each other.
    private final class Watch: Sendable {
        let isOver = Atomic(false)
        let wrong = Atomic(0)

        var wrongCount: Int { wrong.load(ordering: .relaxed) }
    }

    /// A state whose variant is its number, twice, and one rule that stays.
    private static func state(_ round: Int) -> FlagSet {
        let made = round % 2 == 0 ? "made" : "variant"
        return FlagSet(
            version: UInt64(round),
            [
                .rule(1, "\(made) round \(round)"), .rule(2, "same 1"),
                .rule(3, "\(made) round \(round)"), .rule(4, "on"),
            ],
            links: ["a": [2, 4], "b": [3, 4]]
        )
    }

    /// Whether an evaluation of all flags comes from one state.
    private static func isGood(_ evaluator: Evaluator) -> Bool {
        let variants = evaluator.evaluateAll(context: [:]).map(\.evaluation.variant)
        let single = evaluator.evaluate("a", context: [:]).variant
        return variants.count == 2 && variants[0] == variants[1]
            && variants[0]?.hasPrefix("round ") ?? false && single?.hasPrefix("round ") ?? false
    }
}
