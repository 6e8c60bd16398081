import NoviActivation
import NoviCore
import Testing

/// The table of the evaluation contract, row by row.
struct EvaluationContractTests {
    private let rules: RulePlugin

    init() throws { rules = try RulePlugin() }

    private func evaluate(_ configs: [String], default: Bool = false) -> Answer {
        let activations = zip(1..., configs).map { Activation.rule($0, $1) }
        let evaluator = rules.catalog.evaluator(FlagSet(activations))
        return Answer(evaluator.evaluate("flag", context: [:], default: `default`))
    }

    @Test(arguments: [false, true])
    func `a flag whose status is false is off and asks nobody`(default: Bool) {
        var flags = FlagSet([.rule(1, "on")])
        flags.rows[0].status = false
        let evaluation = rules.catalog.evaluator(flags)
            .evaluate("flag", context: [:], default: `default`)
        #expect(Answer(evaluation) == Answer(isOn: false, .disabled))
        #expect(rules[.evaluated] == 0)
    }

    @Test(arguments: [false, true])
    func `a flag without activations is on`(default: Bool) {
        #expect(evaluate([], default: `default`) == Answer(isOn: true, .static))
    }

    @Test(arguments: [
        (["on"], Answer.on),
        (["on", "on", "on"], .on),
        (["variant blue"], .on("blue")),
        (["on", "variant blue", "variant green"], .on("blue")),
        (["variant green", "on", "variant blue"], .on("green")),
        (["made to measure", "variant blue"], .on("to measure")),
        (["variant blue", "made to measure"], .on("blue")),
        (["split blue"], .on("blue", .split)),
        (["variant green", "split blue"], .on("green", .split)),
        (["split blue", "variant green"], .on("blue", .split)),
        (["variant a name of more than fifteen bytes"], .on("a name of more than fifteen bytes")),
    ])
    func `a flag is on if all say yes, with the variant of the lowest id`(
        configs: [String],
        answer: Answer
    ) {
        #expect(evaluate(configs) == answer)
        #expect(evaluate(configs, default: true) == answer)
        #expect(rules[.evaluated] == 2 * configs.count)
    }

    @Test(arguments: [
        (["off"], 1),
        (["abstain"], 1),
        (["on", "off"], 2),
        (["on", "abstain"], 2),
        (["off", "on", "variant blue"], 1),
        (["abstain", "status -1 broken"], 1),
        (["variant blue", "split green", "off", "on"], 3),
    ])
    func `the first no by id ends it, and no variant is left`(configs: [String], asked: Int) {
        #expect(evaluate(configs, default: true) == .off)
        #expect(rules[.evaluated] == asked)
    }

    @Test(arguments: [
        ["status -1 broken", "off"],
        ["status -1 broken", "abstain"],
        ["on", "status -4 broken", "variant blue", "off"],
        ["status 77", "off"],
    ])
    func `a failure does not end it, because a later no is certain`(configs: [String]) {
        #expect(evaluate(configs, default: true) == .off)
        #expect(rules[.evaluated] == configs.count)
    }

    @Test(arguments: [false, true])
    func `a failure without a no gives the caller's default`(default: Bool) {
        let message = "Activation 2 'rule 2': first"
        let answer = evaluate(
            ["variant blue", "status -4 first", "on", "status -5 second"],
            default: `default`
        )
        #expect(answer == .error(.invalidContext, message, isOn: `default`))
        #expect(rules[.evaluated] == 4)
    }

    @Test(arguments: [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1, 3]])
    func `the answer does not depend on the order of the rows`(order: [Int64]) {
        let rows = ["status -1 first", "variant blue", "status -2 third"]
        let activations = zip(1..., rows).map { Activation.rule($0, $1) }
        let expected = Answer.error(.general, "Activation 1 'rule 1': first")
        let byLinks = rules.catalog.evaluator(FlagSet(activations, links: ["flag": order]))
        #expect(Answer(byLinks.evaluate("flag", context: [:])) == expected)
        let attached = order.map { activations[Int($0) - 1] }
        let flag = Flag(id: 1, name: "flag", status: true, activations: attached)
        let byFlag = rules.catalog.evaluator(FlagSet([flag]))
        #expect(Answer(byFlag.evaluate("flag", context: [:])) == expected)
    }

    @Test(arguments: [false, true])
    func `a flag that does not exist gives the caller's default`(default: Bool) {
        let evaluator = rules.catalog.evaluator(FlagSet([], links: ["caf\u{E9}": []]))
        for name in ["", "CAF\u{E9}", "caf\u{E9} ", "cafe\u{301}"] {
            let evaluation = evaluator.evaluate(name, context: [:], default: `default`)
            let message = "There is no flag '\(name)'."
            #expect(Answer(evaluation) == .error(.flagNotFound, message, isOn: `default`))
        }
    }

    @Test(arguments: [false, true])
    func `before the first snapshot the caller's default is given`(default: Bool) {
        let evaluator = Evaluator(PublishedSnapshot())
        let evaluation = evaluator.evaluate("flag", context: [:], default: `default`)
        let message = "No flags have been read yet; wait until the client is ready."
        #expect(Answer(evaluation) == .error(.providerNotReady, message, isOn: `default`))
        #expect(evaluator.evaluateAll(context: [:]).isEmpty)
    }

    @Test(
        arguments: [
            (["on"], JSONValue.boolean(true)), (["variant blue"], true), (["off"], false),
            (["abstain"], false), (["status -1"], false),
            (["text yes"], "yes"), (["on", "integer 5", "text yes"], 5),
            (["text yes", "off"], false),
            (["json {\"a\": [1.5]}", "on"], ["a": [1.5]]), (["text yes", "status -1"], false),
        ] as [([String], JSONValue)]
    )
    func `the value is that of the lowest id that gave one, else whether the flag is on`(
        configs: [String],
        value: JSONValue
    ) {
        let evaluator = rules.catalog.evaluator(FlagSet(zip(1..., configs).map { .rule($0, $1) }))
        #expect(evaluator.evaluate("flag", context: [:]).value == value)
        #expect(evaluator.evaluate("flag", context: [:], trace: true).value == value)
    }

    @Test func `variant and value may come from different activations`() {
        let rows = [Activation.rule(1, "text yes"), .rule(2, "variant blue")]
        let evaluation = rules.catalog.evaluator(FlagSet(rows)).evaluate("flag", context: [:])
        #expect(evaluation.variant == "blue")
        #expect(evaluation.value == "yes")
    }

    @Test func `all flags are evaluated in the order of their ids`() throws {
        let flags = FlagSet(
            [.rule(1, "on"), .rule(2, "off"), .rule(3, "status -1 broken")],
            links: ["c": [1], "a": [2], "b": [1, 3], "": []]
        )
        let evaluated = rules.catalog.evaluator(flags).evaluateAll(context: [:])
        #expect(evaluated.map(\.flag) == flags.flags)
        #expect(
            evaluated.map { Answer($0.evaluation) } == [
                .on, .off, .error(.general, "Activation 3 'rule 3': broken"),
                Answer(isOn: true, .static),
            ]
        )
    }

    @Test func `a flag may have any number of activations`() async {
        await #expect(processExitsWith: .success) {
            let rules = try RulePlugin()
            let activations = (1...70_000).map { Activation.rule($0, "on") }
            let evaluation = rules.catalog.evaluator(FlagSet(activations))
                .evaluate("flag", context: [:])
            #expect(Answer(evaluation) == .on)
            #expect(rules[.evaluated] == 70_000)
        }
    }
}
