import NoviCore
import Testing

/// What is found wrong with flags before anybody asks for them.
struct FindingTests {
    private let rules: RulePlugin

    init() throws { rules = try RulePlugin(into: .withKleeneRules()) }

    private func findings(_ flags: FlagSet) -> [Finding] {
        SnapshotAssembly.assemble(flags, catalog: rules.catalog, includingUnused: true).findings
    }

    private static let skips = "Python novi skips a class that it does not know"

    @Test func `flags without faults have no findings`() {
        let rows = [
            Activation.rule(1, "status -1 fails"), .kleene(2, "And", "[1]"), .rule(3, "off"),
        ]
        #expect(findings(FlagSet(rows, links: ["a": [2], "b": []])).isEmpty)
    }

    @Test func `a class that is not registered is found, with the flags that it touches`() throws {
        let rows = [
            Activation.rule(1, "on", type: "Gone"), .rule(2, "on"), .kleene(3, "Or", "[1, 2]"),
            .kleene(4, "And", "[3]"),
        ]
        let flags = FlagSet(rows, links: ["a": [1], "b": [2], "c": [4], "d": [1, 3]])
        let found = findings(flags)
        let message = try #require(found.first?.message)
        #expect(message.hasPrefix("The class 'novi_activations.rules.Gone' is not registered: "))
        #expect(found.map(\.kind) == [.unknownClass])
        #expect(found.map(\.activation) == [rows[0]])
        #expect(found.map(\.flags) == [["a", "c", "d"]])
        #expect(found.map(\.python) == ["\(Self.skips), and turns on for everybody: a, c, d."])
    }

    @Test func `a config that a class cannot work with is found`() {
        let rows = [Activation.rule(1, "refuse -1 Write on."), .rule(2, "on")]
        let found = findings(FlagSet(rows, links: ["a": [1], "b": [2], "c": [1, 2]]))
        #expect(found.map(\.kind) == [.badConfig])
        #expect(found.map(\.activation) == [rows[0]])
        #expect(found.map(\.message) == ["Write on."])
        #expect(found.map(\.flags) == [["a", "c"]])
        let python = "Python novi raises an exception in the caller, unless it decides without "
        #expect(found.map(\.python) == [python + "the config."])
    }

    @Test func `what no flag uses is found too, but makes no difference to Python`() {
        let rows = [Activation.rule(1, "on", type: "Gone"), .rule(2, "refuse -1 Write on.")]
        let found = findings(FlagSet(rows, links: ["a": []]))
        #expect(found.map(\.kind) == [.unknownClass, .badConfig])
        #expect(found.map(\.flags) == [[], []])
        #expect(found.map(\.python) == [nil, nil])
    }

    @Test func `findings come in the order of the activations, then of the store`() {
        var flags = FlagSet(
            [.rule(30, "refuse -1 no"), .rule(2, "on", type: "Gone"), .rule(11, "refuse -1 no")],
            links: ["a": [30, 2, 11]]
        )
        flags.oddities = ["Two.", "One."]
        let found = findings(flags)
        #expect(found.map(\.activation?.id) == [2, 11, 30, nil, nil])
        #expect(found.map(\.kind) == [.unknownClass, .badConfig, .badConfig, .oddity, .oddity])
        #expect(found.suffix(2).map(\.message) == ["Two.", "One."])
        #expect(found.suffix(2).map(\.python) == [nil, nil])
    }

    @Test(arguments: [
        (["Gone"], true, true),
        (["Gone", "Gone"], true, true),
        (["Gone", "Rule"], true, false),
        (["Gone"], false, false),
    ])
    func `Python turns a flag on if it skips all that the flag has`(
        types: [String],
        status: Bool,
        isOpen: Bool
    ) {
        let rows = zip(1..., types).map { Activation.rule($0, "on", type: $1) }
        var flags = FlagSet(rows)
        flags.rows[0].status = status
        let expected =
            isOpen
            ? "\(Self.skips), and turns on for everybody: flag."
            : "\(Self.skips), and lets the other activations decide."
        let python = findings(flags).first { $0.kind == .unknownClass }?.python
        #expect(python == (status ? expected : nil))
    }

    @Test(arguments: [
        (
            "novi_activations.standard.and_activation.AndActivation",
            "\(Self.skips), and turns on for everybody: flag."
        ),
        (
            "novi.client.activations.and_activation.AndActivation",
            "Python novi 0.4.2 raises an exception in the caller; 0.2.0 skips the class."
        ),
    ])
    func `Python knows AND by one of its names`(name: String, python: String) throws {
        let row = Activation(id: 1, name: "all", className: name, config: "[1]")
        #expect(findings(FlagSet([row])).map(\.python) == [python])
    }

    @Test func `Python has no limit for a config`() {
        let config = "on" + String(repeating: " ", count: 1 << 20)
        let found = findings(FlagSet([.rule(1, config)]))
        #expect(found.map(\.python) == ["Python novi has no such limit, and decides."])
    }

    @Test func `a cycle is found once for each member`() {
        let rows = [Activation.kleene(1, "And", "[2]"), .kleene(2, "And", "[1]")]
        let found = findings(FlagSet(rows, links: ["a": [1]]))
        #expect(found.map(\.activation?.id) == [1, 2])
        #expect(found.map(\.kind) == [.badConfig, .badConfig])
        #expect(found.map(\.flags) == [["a"], ["a"]])
    }

    @Test func `a flag is touched once, however many ways lead to it`() {
        let rows = [
            Activation.rule(1, "refuse -1 no"), .kleene(2, "And", "[1]"),
            .kleene(3, "And", "[1, 2]"),
        ]
        #expect(findings(FlagSet(rows, links: ["a": [1, 2, 3]])).map(\.flags) == [["a"]])
    }
}
