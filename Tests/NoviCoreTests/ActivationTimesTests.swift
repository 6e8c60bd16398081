import NoviActivation
import NoviCore
import Testing

/// How long activations take, as far as it is measured.
struct ActivationTimesTests {
    private struct SlowActivation: BaseActivation {
        init(config: String) {}
        func evaluate(_ context: ActivationContext) -> Bool {
            let start = ContinuousClock.now
            while start.duration(to: .now) < .milliseconds(2) {}
            return true
        }
    }

    private struct QuickActivation: BaseActivation {
        init(config: String) {}
        func evaluate(_ context: ActivationContext) -> Bool { true }
    }

    private static func snapshot(budget: Duration) throws -> PublishedSnapshot {
        var catalog = ActivationCatalog()
        catalog.timeBudget = budget
        let types = [ActivationClass(SlowActivation.self), ActivationClass(QuickActivation.self)]
        try catalog.register(types, module: "tests")
        let rules = ["Slow", "Quick"].enumerated().map { index, name in
            let type = "tests.\(name)Activation"
            return Activation(id: Int64(index), name: name, className: type, config: "")
        }
        let flags = [Flag(id: 1, name: "flag", status: true, activations: rules)]
        let published = PublishedSnapshot()
        published.publish(SnapshotAssembly.assemble(FlagSet(flags), catalog: catalog))
        return published
    }

    @Test func `what takes longer than it should is reported`() throws {
        let published = try Self.snapshot(budget: .milliseconds(1))
        #expect(published.current?.overruns.isEmpty == true)
        let evaluator = Evaluator(published)
        // At least one in so many is measured, and so the slow one is seen.
        for _ in 0..<256 { #expect(evaluator.evaluate("flag", context: EvaluationContext()).isOn) }
        let overrun = try #require(published.current?.overruns.first)
        #expect(overrun.activation.name == "Slow")
        #expect(overrun.module == "tests")
        #expect(overrun.problem.code == .slow)
    }

    @Test func `what takes as long as it may is not reported`() throws {
        let published = try Self.snapshot(budget: .seconds(3600))
        for _ in 0..<256 {
            #expect(Evaluator(published).evaluate("flag", context: EvaluationContext()).isOn)
        }
        for _ in 0..<300 { _ = Evaluator(published).evaluateAll(context: EvaluationContext()) }
        #expect(published.current?.overruns.isEmpty == true)
    }
}
