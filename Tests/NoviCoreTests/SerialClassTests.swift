import NoviCore
import Synchronization
import Testing

/// Classes whose instances let one thread in at a time.
struct SerialClassTests {
    private let rules: RulePlugin

    init() throws { rules = try RulePlugin() }

    /// Evaluates on four threads a rule that waits a while for company, and is
    /// on if it meets any.
    ///
    /// - Returns: How often it met any.
    private func meetings(_ flags: FlagSet, trace: Bool = false) async -> Int {
        let evaluator = rules.catalog.evaluator(flags)
        let meetings = Meetings()
        await onThreads(4) { _ in
            for _ in 0..<100 where evaluator.evaluate("flag", context: [:], trace: trace).isOn {
                meetings.count.add(1, ordering: .relaxed)
            }
        }
        return meetings.count.load(ordering: .relaxed)
    }

    private final class Meetings: Sendable {
        let count = Atomic(0)
    }

    @Test(arguments: [false, true])
    func `a serial instance runs on one thread at a time`(trace: Bool) async {
        let flags = FlagSet([.rule(1, "meet", type: "SerialRule")])
        #expect(await meetings(flags, trace: trace) == 0)
        #expect(rules[.evaluated] == 400)
        #expect(rules[.overlapped] == 0)
    }

    @Test(arguments: ["Rule", "SerialRule"])
    func `other rules that are made of a serial one wait for it`(type: String) async {
        let parts = [
            Activation.rule(1, "meet", type: "SerialRule"), .rule(2, "same 1", type: type),
        ]
        #expect(await meetings(FlagSet(parts, links: ["flag": [2]])) == 0)
    }

    @Test(arguments: [false, true])
    func `other instances run on many threads`(trace: Bool) async {
        #expect(await meetings(FlagSet([.rule(1, "meet")]), trace: trace) > 0)
        #expect(rules[.overlapped] > 0)
    }
}
