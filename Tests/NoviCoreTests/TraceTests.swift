import NoviActivation
import NoviCore
import Testing

/// What a trace tells about each activation.
struct TraceTests {
    private let rules: RulePlugin

    init() throws { rules = try RulePlugin() }

    private func step(_ config: String, type: String = "Rule") throws -> TraceStep {
        let evaluation = rules.catalog.evaluate(.rule(1, config, type: type), trace: true)
        return try #require(evaluation.trace.first)
    }

    @Test func `a trace has every activation, and marks those after the decision`() {
        let configs = ["on", "status -4 broken", "variant blue", "off", "on", "abstain"]
        let activations = zip(1..., configs).map { Activation.rule($0, $1) }
        let evaluator = rules.catalog.evaluator(FlagSet(activations))
        let evaluation = evaluator.evaluate("flag", context: [:], trace: true)
        let broken = EvaluationError(.invalidContext, "Activation 2 'rule 2': broken")
        #expect(Answer(evaluation) == .off)
        #expect(evaluation.trace.map(\.activation) == activations)
        #expect(
            evaluation.trace.map(\.decision) == [.on, .error(broken), .on, .off, .on, .abstain]
        )
        #expect(
            evaluation.trace.map(\.isAfterDecision) == [false, false, false, false, true, true]
        )
        #expect(evaluation.trace.map(\.variant) == [nil, nil, "blue", nil, nil, nil])
        #expect(rules[.evaluated] == 6)
    }

    @Test(arguments: [
        ["on"], ["variant blue", "made green"], ["made green", "split blue"], ["abstain", "on"],
        ["status -4 broken", "on"], ["status 77"], ["refuse -1 no"], ["on", "status -1", "off"],
    ])
    func `a trace changes nothing about the answer`(configs: [String]) {
        let activations = zip(1..., configs).map { Activation.rule($0, $1) }
        let evaluator = rules.catalog.evaluator(FlagSet(activations))
        for fallback in [false, true] {
            let plain = evaluator.evaluate("flag", context: [:], default: fallback)
            let traced = evaluator.evaluate("flag", context: [:], default: fallback, trace: true)
            #expect(Answer(plain) == Answer(traced))
            #expect(plain.trace.isEmpty)
            #expect(traced.trace.count == configs.count)
        }
    }

    @Test func `a step names the plugin, its version and its explanation`() throws {
        let step = try step("on")
        #expect(step.plugin == "rules 1.2.3")
        #expect(step.explanation == "I say on.")
        #expect(step.nanoseconds >= 0)
        #expect(try self.step("silent").explanation == nil)
    }

    @Test func `a step of a broken activation has the plugin but no explanation`() throws {
        let refused = try step("refuse -1 Write on.")
        #expect(refused.plugin == "rules 1.2.3")
        #expect(refused.explanation == nil)
        let unknown = try step("on", type: "Gone")
        #expect(unknown.plugin == nil)
        #expect(unknown.explanation == nil)
    }

    @Test(
        arguments: [
            ("on", nil), ("boolean 1", .boolean(true)), ("boolean 0", .boolean(false)),
            ("integer -5", .integer(-5)), ("double 5", .double(2.5)),
            ("text caf\u{E9}", .string("caf\u{E9}")), ("text", .string("")),
            ("json {\"a\": [1]}", .object(["a": [1]])), ("json {", nil), ("type 1", .null),
            ("type 7", nil), ("type 99", nil), ("nothing 0", .string("")),
        ] as [(String, JSONValue?)]
    )
    func `a step has the value that was chosen`(config: String, value: JSONValue?) throws {
        #expect(try step(config).value == value)
    }

    @Test func `a value that points nowhere is empty`() async {
        await #expect(processExitsWith: .success) {
            let rules = try RulePlugin()
            let step = rules.catalog.evaluate(.rule(1, "nothing 5"), trace: true).trace.first
            #expect(step?.value == .string(""))
        }
    }

    @Test(arguments: [true, false])
    func `a flag that asks nobody has no steps`(status: Bool) {
        var flags = FlagSet([], links: ["flag": []])
        flags.rows[0].status = status
        let evaluator = rules.catalog.evaluator(flags)
        #expect(evaluator.evaluate("flag", context: [:], trace: true).trace.isEmpty)
        #expect(evaluator.evaluate("other", context: [:], trace: true).trace.isEmpty)
    }

    @Test func `all flags can be traced`() {
        let flags = FlagSet(
            [.rule(1, "on"), .rule(2, "off")],
            links: ["a": [1, 2], "b": [2], "c": []]
        )
        let evaluator = rules.catalog.evaluator(flags)
        let traced = evaluator.evaluateAll(context: [:], trace: true)
        #expect(traced.map { $0.evaluation.trace.map(\.activation.id) } == [[1, 2], [2], []])
        #expect(evaluator.evaluateAll(context: [:]).allSatisfy { $0.evaluation.trace.isEmpty })
    }
}
