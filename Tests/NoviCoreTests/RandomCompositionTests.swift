import NoviCore
import TestSupport
import Testing

/// Activations that are made of each other in ways that nobody thought of.
struct RandomCompositionTests {
    private let rules: RulePlugin

    init() throws { rules = try RulePlugin(into: .withKleeneRules()) }

    @Test(arguments: 0..<8)
    func `what an activation decides does not depend on the order of the flags`(seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<25 {
            let rows = Self.rows(using: &random)
            let ids = rows.map(\.id)
            let expected = answers(rows, order: ids)
            for _ in 0..<8 {
                let found = answers(rows, order: ids.shuffled(using: &random))
                #expect(found == expected, "\(rows.map(\.config))")
            }
        }
    }

    @Test(arguments: 0..<8)
    func `a snapshot that reuses another decides as a fresh one`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var rows = Self.rows(using: &random)
        var previous: Snapshot?
        for _ in 0..<100 {
            let index = rows.indices.randomElement(using: &random) ?? 0
            rows[index] = Self.row(rows[index].id, using: &random)
            let flags = Self.flags(rows, order: rows.map(\.id))
            previous = SnapshotAssembly.assemble(flags, catalog: rules.catalog, previous: previous)
            let fresh = SnapshotAssembly.assemble(flags, catalog: rules.catalog)
            #expect(Self.verdicts(previous) == Self.verdicts(fresh), "\(rows.map(\.config))")
        }
    }

    /// What each activation decides if a flag has it alone.
    private func answers(_ rows: [Activation], order: [Int64]) -> [Int64: EvaluationReason] {
        Self.verdicts(
            SnapshotAssembly.assemble(Self.flags(rows, order: order), catalog: rules.catalog)
        )
    }

    private static func verdicts(_ snapshot: Snapshot?) -> [Int64: EvaluationReason] {
        let published = PublishedSnapshot()
        if let snapshot { published.publish(snapshot) }
        let evaluated = Evaluator(published).evaluateAll(context: [:])
        return Dictionary(
            uniqueKeysWithValues: evaluated.map { ($0.flag.id, $0.evaluation.reason) }
        )
    }

    private static func flags(_ rows: [Activation], order: [Int64]) -> FlagSet {
        FlagSet(
            rows: order.map { .init(id: $0, name: "\($0)", status: true, activationIDs: [$0]) },
            activations: Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0) })
        )
    }

    private static func rows(using random: inout SplitMix) -> [Activation] {
        (1...6).map { row($0, using: &random) }
    }

    private static func row(_ id: Int64, using random: inout SplitMix) -> Activation {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: .rule(id, "on")
        case 1: .rule(id, "off")
        case 2: .rule(id, "status -4 broken")
        case 3: .rule(id, "maybe \(self.id(using: &random)) \(self.id(using: &random))")
        case let number:
            .kleene(
                id,
                number.isMultiple(of: 2) ? "And" : "Or",
                "[\(self.id(using: &random)), \(self.id(using: &random))]"
            )
        }
    }

    /// The id of a row, or of one that does not exist.
    private static func id(using random: inout SplitMix) -> Int {
        Int.random(in: 1...7, using: &random)
    }
}
