import NoviCore
import Testing

/// Activations that are made of other activations.
struct CompositionTests {
    private let rules: RulePlugin

    init() throws { rules = try RulePlugin() }

    /// Evaluates one flag for each of the activations, in the order given.
    private func evaluate(
        _ activations: [Activation],
        order: [Int64]
    ) -> [Int64: Answer] {
        let rows = order.map {
            FlagSet.Row(id: $0, name: "\($0)", status: true, activationIDs: [$0])
        }
        let byID = Dictionary(uniqueKeysWithValues: activations.map { ($0.id, $0) })
        let evaluator = rules.catalog.evaluator(FlagSet(rows: rows, activations: byID))
        let answers = order.map { Answer(evaluator.evaluate("\($0)", context: [:])) }
        return Dictionary(uniqueKeysWithValues: zip(order, answers))
    }

    @Test func `a rule passes on what another decided`() {
        let parts = [Activation.rule(1, "split blue"), .rule(2, "made green")]
        let answers = evaluate(
            parts + [.rule(3, "same 1"), .rule(4, "same 2"), .rule(5, "same 3")],
            order: [3, 4, 5]
        )
        #expect(
            answers == [3: .on("blue", .split), 4: .on("green"), 5: .on("blue", .split)]
        )
    }

    @Test func `a rule is not affected by what another left in the result`() {
        let parts = [Activation.rule(1, "variant blue"), .rule(2, "same 3"), .rule(3, "on")]
        #expect(Answer(rules.catalog.evaluate(parts[0], parts[1], parts[2])) == .on("blue"))
    }

    @Test func `a missing activation breaks those that are made of it, and is named by them`() {
        let rows = [Activation.rule(1, "same 9"), .rule(2, "same 1"), .rule(3, "on")]
        let message = "Activation 9, which the config names, does not exist."
        #expect(
            evaluate(rows, order: [1, 2, 3]) == [
                1: .error(.general, "Activation 1 'rule 1': \(message)"),
                2: .error(.general, "Activation 2 'rule 2': Activation 1 'rule 1': \(message)"),
                3: .on,
            ]
        )
    }

    @Test(
        arguments: [
            (["same 1"], [[1]]),
            (["same 2", "same 1"], [[1, 2], [2, 1]]),
            (["same 2", "same 3", "same 1"], [[1, 2, 3], [2, 3, 1], [3, 2, 1], [3, 1, 2]]),
            (["maybe 2", "maybe 3", "maybe 1"], [[1, 2, 3], [2, 3, 1], [3, 2, 1], [3, 1, 2]]),
        ] as [([String], [[Int64]])]
    )
    func `the members of a cycle are broken, whatever the order`(
        configs: [String],
        orders: [[Int64]]
    ) {
        let rows = zip(1..., configs).map { Activation.rule($0, $1) }
        for order in orders {
            let answers = evaluate(rows, order: order)
            for row in rows {
                #expect(Self.problems(row, ofCycle: rows.map(\.id)).contains(answers[row.id]))
            }
        }
        #expect(rules[.created] == rules[.destroyed])
    }

    /// What may be said about a member of a cycle: the way may begin anywhere.
    private static func problems(_ row: Activation, ofCycle ids: [Int64]) -> [Answer?] {
        ids.indices.map { start in
            let way = (ids[start...] + ids[...start]).map(String.init).joined(separator: " → ")
            let problem = "The activation is made of itself: \(way). "
            let remedy = "Take one of these out of another's config."
            return .error(.general, "Activation \(row.id) '\(row.name)': " + problem + remedy)
        }
    }

    @Test(arguments: [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [3, 5, 1, 4, 2]] as [[Int64]])
    func `a cycle harms only what is made of it`(order: [Int64]) {
        let rows = [
            Activation.rule(1, "same 2"), .rule(2, "same 1"), .rule(3, "same 1"),
            .rule(4, "variant blue"), .rule(5, "same 4"),
        ]
        let answers = evaluate(rows, order: order)
        #expect(answers.filter { $0.value.reason == .error }.keys.sorted() == [1, 2, 3])
        #expect(answers[4] == .on("blue"))
        #expect(answers[5] == .on("blue"))
    }

    @Test func `who is in a cycle does not depend on the order`() {
        let rows = [
            Activation.rule(1, "maybe 2 3"), .rule(2, "same 4"), .rule(3, "maybe 5 4"),
            .rule(4, "same 1"), .rule(5, "on"),
        ]
        let reasons = [[1, 2, 3, 4, 5], [3, 1, 2, 4, 5], [4, 3, 2, 1, 5]].map { order in
            evaluate(rows, order: order).mapValues(\.reason)
        }
        #expect(reasons[1] == reasons[0])
        #expect(reasons[2] == reasons[0])
    }

    @Test func `a cycle that is mended works again`() async {
        let publisher = SnapshotPublisher(catalog: rules.catalog)
        let evaluator = Evaluator(publisher.published)
        for (last, answer) in [("on", Answer.on), ("same 1", nil), ("off", .off)] {
            let rows = [Activation.rule(1, "same 2"), .rule(2, "same 3"), .rule(3, last)]
            await publisher.publish(FlagSet(rows))
            let found = Answer(evaluator.evaluate("flag", context: [:]))
            #expect(answer.map { $0 == found } ?? (found.reason == .error))
        }
    }

    @Test(arguments: [false, true])
    func `rules are at most 64 deep, whatever the order`(deepestFirst: Bool) {
        let last: Int64 = 65
        let rows = (1..<last).map { Activation.rule($0, "same \($0 + 1)") }
        let ids = Array(1...last)
        let answers = evaluate(
            rows + [.rule(last, "variant blue")],
            order: deepestFirst ? ids.reversed() : ids
        )
        #expect(answers[2] == .on("blue"))
        #expect(answers[1]?.reason == .error)
    }

    @Test(arguments: [(64, "itself: 64 → 65 → 64."), (65, "each other 65 deep;")])
    func `a cycle that is far below is found, whatever the order`(cycle: Int64, problem: String) {
        let rows =
            (1...cycle).map { Activation.rule($0, "same \($0 + 1)") }
            + [.rule(cycle + 1, "same \(cycle)")]
        let answer = evaluate(rows, order: [1])[1]
        #expect(answer?.error?.message.contains("made of \(problem)") == true)
        #expect(evaluate(rows, order: [cycle + 1, cycle, 40, 1])[1] == answer)
    }

    @Test func `a cycle of very many rules is told in short`() {
        let last: Int64 = 3000
        let rows = (1...last).map { Activation.rule($0, "same \($0 % last + 1)") }
        let answers = evaluate(rows, order: [2999, 17])
        for (id, answer) in answers {
            let problem = "The activation is made of itself: \(id) → \(id + 1) → … → \(id). "
            #expect(answer.error?.message.contains(problem) == true)
        }
    }

    @Test(arguments: [false, true])
    func `rules that are very deep do not exhaust the stack`(deepestFirst: Bool) async {
        await #expect(processExitsWith: .success) { [deepestFirst = deepestFirst as Bool] in
            let rules = try RulePlugin()
            let last: Int64 = 50_000
            let rows = (1..<last).map { Activation.rule($0, "same \($0 + 1)") }
            var flags = FlagSet(rows + [.rule(last, "on")])
            flags.rows = (1...last).map {
                let id = deepestFirst ? last + 1 - $0 : $0
                return FlagSet.Row(id: $0, name: "\(id)", status: true, activationIDs: [id])
            }
            let evaluator = rules.catalog.evaluator(flags)
            #expect(evaluator.evaluate("1", context: [:]).reason == .error)
        }
    }
}
