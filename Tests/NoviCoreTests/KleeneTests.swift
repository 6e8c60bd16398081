import AndActivation
import NoviActivation
import NoviCore
import OrActivation
import Testing

/// The rules of the plugins AND and OR, linked into this test, over the rules
/// of a plugin that was loaded.
struct KleeneTests {
    private let rules: RulePlugin

    init() throws { rules = try RulePlugin(into: .withKleeneRules()) }

    /// What a rule says when it stands alone.
    private enum Verdict: String, CaseIterable {
        case on
        case off
        case abstain
        case fails = "status -4 broken"

        /// The same said by a rule that is made of this one, which has an id.
        func decision(id: Int) -> TraceStep.Decision {
            let message = "Activation 9 'rule 9': Activation \(id) 'rule \(id)': broken"
            return switch self {
            case .on: .on
            case .off: .off
            case .abstain: .abstain
            case .fails: .error(.init(.invalidContext, message))
            }
        }
    }

    private func evaluate(_ type: String, _ parts: [String], trace: Bool = false) -> Evaluation {
        let rows = zip(1..., parts).map { Activation.rule($0, $1) }
        let whole = Activation.kleene(9, type, "\(rows.map(\.id))")
        let flags = FlagSet(rows + [whole], links: ["flag": [9]])
        return rules.catalog.evaluator(flags).evaluate("flag", context: [:], trace: trace)
    }

    private func decision(_ type: String, _ parts: [String]) throws -> TraceStep.Decision {
        try #require(evaluate(type, parts, trace: true).trace.first).decision
    }

    /// What a rule says: the first of these that one of its parts says.
    @Test(arguments: [
        ("And", [Verdict.off, .abstain, .fails, .on]),
        ("Or", [Verdict.on, .fails, .abstain, .off]),
    ])
    private func `the strongest of two decides`(type: String, strongest: [Verdict]) throws {
        for left in Verdict.allCases {
            for right in Verdict.allCases {
                let expected = try #require(strongest.first { [left, right].contains($0) })
                let found = try decision(type, [left.rawValue, right.rawValue])
                let id = left == expected ? 1 : 2
                #expect(found == expected.decision(id: id), "\(left), \(right)")
            }
        }
    }

    @Test(arguments: ["And", "Or"])
    func `of several failures the first by id is reported`(type: String) throws {
        let failures = ["status -4 broken", "status -5 second", "status -6 third"]
        #expect(try decision(type, failures) == Verdict.fails.decision(id: 1))
    }

    @Test(arguments: ["And", "Or"])
    func `a status that is no decision is a failure here too`(type: String) throws {
        for status in [77, 3, -999] {
            let error = try #require(evaluate(type, ["status \(status) broken"]).error)
            let start = "Activation 9 'rule 9': Activation 1 'rule 1'"
            #expect(error.message.hasPrefix(start), "\(error)")
        }
    }

    @Test(arguments: [
        ("And", ["on", "variant blue", "variant green"], Answer.on("blue")),
        ("And", ["variant green", "split blue"], .on("green", .split)),
        ("And", ["split blue", "on"], .on("blue", .split)),
        ("And", ["made up", "made down"], .on("up")),
        ("And", ["variant blue", "off"], .off),
        ("Or", ["off", "variant blue", "variant green"], .on("blue")),
        ("Or", ["on", "variant blue"], .on),
        ("Or", ["status -1 broken", "split blue"], .on("blue", .split)),
        ("Or", ["made up", "variant blue"], .on("up")),
    ])
    func `the variant and the reason are those of the rule that decided`(
        type: String,
        parts: [String],
        answer: Answer
    ) {
        #expect(Answer(evaluate(type, parts)) == answer)
    }

    @Test(arguments: [
        ("And", ["on", "integer 5", "text no"], JSONValue.integer(5)),
        ("Or", ["off", "json {\"a\": [1.5, null]}"], .object(["a": [1.5, nil]])),
        ("Or", ["text yes"], "yes"),
    ])
    func `the value is that of the rule that decided`(
        type: String,
        parts: [String],
        value: JSONValue
    ) throws {
        #expect(try #require(evaluate(type, parts, trace: true).trace.first).value == value)
    }

    @Test(arguments: ["And", "Or"])
    func `a list without activations has no opinion`(type: String) throws {
        #expect(try decision(type, []) == .abstain)
    }

    @Test(arguments: ["And", "Or"])
    func `the order in the config does not matter, and once is enough`(type: String) throws {
        let rows = [Activation.rule(1, "made up"), .rule(2, "made down")]
        let whole = Activation.kleene(9, type, "[2, 1, 2, 1]")
        let flags = FlagSet(rows + [whole], links: ["flag": [9]])
        let evaluator = rules.catalog.evaluator(flags)
        #expect(evaluator.evaluate("flag", context: [:]).variant == "up")
        #expect(rules[.evaluated] == (type == "And" ? 2 : 1))
    }

    @Test(
        arguments: ["And", "Or"],
        [
            "", "{}", "null", "1", "[1.0]", "[\"1\"]", "[1, null]", "[true]",
            "[18446744073709551616]",
        ]
    )
    func `a config that is no list of ids is refused`(type: String, config: String) throws {
        let whole = Activation.kleene(9, type, config)
        let rows = FlagSet([.rule(1, "on"), whole], links: ["flag": [9]])
        let error = try #require(rules.catalog.evaluator(rows).evaluate("flag", context: [:]).error)
        #expect(error.code == .general)
        #expect(error.message.hasPrefix("Activation 9 'rule 9': The config is "))
    }

    @Test func `a rule that calls others too often in one evaluation fails`() throws {
        let layers = (0..<40).flatMap { layer in
            let parts = layer == 39 ? "[]" : "[\(layer * 2 + 2), \(layer * 2 + 3)]"
            return [0, 1].map { Activation.kleene(Int64(layer * 2 + $0), "Or", parts) }
        }
        let flags = FlagSet(layers, links: ["all": [0], "some": [60]])
        let evaluator = rules.catalog.evaluator(flags)
        let error = try #require(evaluator.evaluate("all", context: [:]).error)
        #expect(error.message.contains("more than 10000 times"), "\(error)")
        #expect(Answer(evaluator.evaluate("some", context: [:])) == .off)
    }

    @Test func `rules can be nested, and one may be used twice`() {
        let rows = [
            Activation.rule(1, "on"), .rule(2, "off"), .rule(3, "variant blue"),
            .kleene(4, "Or", "[1, 2]"), .kleene(5, "And", "[3, 4]"), .kleene(6, "And", "[4, 5]"),
        ]
        let evaluator = rules.catalog.evaluator(FlagSet(rows, links: ["flag": [6]]))
        #expect(Answer(evaluator.evaluate("flag", context: [:])) == .on("blue"))
        #expect(rules[.created] == 3)
    }
}
