import NoviCore
import Testing

/// The memory in which plugins build answers.
struct AnswerMemoryTests {
    private let rules: RulePlugin

    init() throws { rules = try RulePlugin() }

    private func evaluate(_ configs: String...) -> Answer {
        let activations = zip(1..., configs).map { Activation.rule($0, $1) }
        return Answer(rules.catalog.evaluator(FlagSet(activations)).evaluate("flag", context: [:]))
    }

    @Test(arguments: [
        "1 0", "1 1", "1 1048576", "65536 16", "65536 1", "1000 17", "1023 1024", "64 16000",
    ])
    func `an answer has 1 MiB, aligned and its own`(pieces: String) {
        #expect(evaluate("take \(pieces)") == .on)
    }

    @Test(arguments: ["1 1048577", "65537 16", "65537 1", "1 18446744073709551615"])
    func `an answer has no more than 1 MiB`(pieces: String) {
        let message = "Activation 1 'rule 1': failed (-18) and did not say why."
        #expect(evaluate("take \(pieces)") == .error(.general, message))
    }

    @Test func `each answer has memory of its own`() {
        #expect(evaluate("take 1 1048576") == .on)
        #expect(evaluate("take 1 1048576") == .on)
    }

    @Test func `the activations of a flag share the memory of one answer`() {
        let message = "Activation 2 'rule 2': failed (-18) and did not say why."
        #expect(evaluate("take 1 1048576", "take 1 16") == .error(.general, message))
    }

    @Test func `a variant outlives the memory in which it was made`() {
        let first = evaluate("made up", "take 64 1024")
        let second = evaluate("made down", "take 64 1024")
        #expect(first == .on("up"))
        #expect(second == .on("down"))
    }

    @Test(arguments: [1, 15, 16, 1 << 16, 1_048_500])
    func `a variant may be as long as an answer`(size: Int) {
        let name = String(repeating: "v", count: size)
        #expect(evaluate("made \(name)") == .on(name))
    }

    @Test func `a variant that does not fit is left out`() {
        let name = String(repeating: "v", count: (1 << 20) - 5)
        #expect(evaluate("made \(name)") == .on)
    }

    @Test func `a variant whose text is nowhere is empty`() {
        #expect(evaluate("nameless 0") == .on(""))
        #expect(evaluate("nameless 64") == .on(""))
    }

    @Test(arguments: [Int.max, -1])
    func `a variant of an absurd length is left out`(size: Int) async {
        await #expect(processExitsWith: .success) { [size = size as Int] in
            let rules = try RulePlugin()
            #expect(Answer(rules.catalog.evaluate(.rule(1, "endless \(size)"))) == .on)
        }
    }
}
