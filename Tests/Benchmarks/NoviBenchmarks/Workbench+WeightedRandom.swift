import CReference
import NoviActivation
import NoviCore

extension Workbench {
    /// The installed plugin draws with whole numbers as seeds.
    mutating func weightedRandom(_ name: String) async throws -> Figure {
        let variations = ["red", "green", "blue"]
        let sums = [70.0, 90, 100]
        let activation = Activation(
            id: 1,
            name: "colour",
            className: "novi_activations.standard.weighted_random_activation"
                + ".WeightedRandomActivation",
            config: """
                {"splits": [70, 20, 10], "variations": ["red", "green", "blue"], "assign": true}
                """
        )
        let flag = Flag(id: 1, name: "colour", status: true, activations: [activation])
        let evaluator = evaluator(of: FlagSet([flag], version: 1))
        let seeds: [UInt64] = (0..<1_000).map { $0 * 7_919 }
        let contexts = seeds.map { EvaluationContext([("seed", .integer(Int64($0)))]) }
        for (seed, context) in zip(seeds, contexts) {
            let variant = evaluator.evaluate("colour", context: context).variant
            let expected = variations[novi_reference_draw(seed, sums, sums.count)]
            precondition(variant == expected, "Swift and C do not draw alike.")
        }
        let comparison = try await stopwatch.compare {
            for context in contexts { _ = evaluator.evaluate("colour", context: context) }
        } with: {
            for seed in seeds { _ = novi_reference_draw(seed, sums, sums.count) }
        }
        let goal = Figure.Goal.ratio(atMost: 1.3)
        return Figure(name, comparison, per: seeds.count, in: .nanoseconds, goal: goal)
    }
}
