import NoviActivation
import NoviCore
import Synchronization
import Testing

/// A clock that counts how often it is read, and says so.
private final class CountingClock: Sendable {
    private let count = Atomic<Int64>(0)

    /// How often it has been read.
    var readings: Int64 { count.load(ordering: .relaxed) }

    var read: WallClock {
        { 1000 + self.count.add(1, ordering: .relaxed).newValue }
    }
}

/// When the clock is read, and who is told the time.
struct ClockTests {
    private let rules: RulePlugin
    private let clock = CountingClock()

    init() throws { rules = try RulePlugin() }

    private func evaluator(_ flags: FlagSet) -> Evaluator {
        rules.catalog.evaluator(flags, clock: clock.read)
    }

    @Test func `a class that asks for the clock is told the time`() {
        let evaluator = evaluator(FlagSet([.rule(1, "now", type: "ClockRule")]))
        #expect(evaluator.evaluate("flag", context: [:]).variant == "1001")
        #expect(evaluator.evaluate("flag", context: ["a": 1]).variant == "1002")
        #expect(clock.readings == 2)
    }

    @Test(arguments: [false, true])
    func `a flag whose classes do not ask reads no clock`(trace: Bool) {
        let evaluator = evaluator(FlagSet([.rule(1, "now")]))
        #expect(evaluator.evaluate("flag", context: [:], trace: trace).variant == "0")
        #expect(
            evaluator.evaluateAll(context: [:], trace: trace).map(\.evaluation.variant) == ["0"]
        )
        #expect(clock.readings == 0)
    }

    @Test(arguments: [false, true])
    func `all activations of a flag have one reading`(trace: Bool) {
        let evaluator = evaluator(
            FlagSet([.rule(1, "now", type: "ClockRule"), .rule(2, "on", type: "ClockRule")])
        )
        #expect(evaluator.evaluate("flag", context: [:], trace: trace).variant == "1001")
        #expect(clock.readings == 1)
    }

    @Test func `a rule made of one that asks for the clock asks for it too`() {
        let evaluator = evaluator(
            FlagSet(
                [.rule(1, "now", type: "ClockRule"), .rule(2, "same 1"), .rule(3, "same 2")],
                links: ["flag": [3]]
            )
        )
        #expect(evaluator.evaluate("flag", context: [:]).variant == "1001")
    }

    @Test(arguments: [false, true])
    func `all flags of one call have one reading`(trace: Bool) {
        let flags = FlagSet(
            [.rule(1, "now", type: "ClockRule"), .rule(2, "now", type: "ClockRule")],
            links: ["a": [1], "b": [2], "c": [1, 2]]
        )
        let evaluated = evaluator(flags).evaluateAll(context: [:], trace: trace)
        #expect(evaluated.map(\.evaluation.variant) == ["1001", "1001", "1001"])
        #expect(clock.readings == 1)
    }

    @Test func `the system's clock says nanoseconds since 1970`() {
        let year2020: Int64 = 1_577_836_800_000_000_000
        #expect(Evaluator.systemClock() > year2020)
    }
}
