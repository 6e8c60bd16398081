import Foundation
import Logging
import NoviActivation
import NoviCore
import TestSupport
import Testing

/// What the original's two activations returned or raised, through the installed plugins.
struct ActivationVectorTests {
    /// One call of the original.
    private struct Vector {
        let className: String
        let config: String
        let context: JSONObject
        /// True, false, or nil as the original's None.
        let result: Bool?
        let raises: String?
        /// What the seed picks.
        let choice: JSONValue?

        init(_ json: JSONValue) throws {
            className = try #require(json["class_name"]?.string)
            config = try #require(json["config"]?.string)
            context = try #require(json["context"]?.object)
            result = json["result"]?.boolean
            raises = json["raises"]?.string
            choice = json["choice"]
        }

        /// What Novi has to decide.
        var expected: String {
            if raises != nil { return "error" }
            return result.map { $0 ? "on" : "off" } ?? "abstain"
        }
    }

    private static func vectors() throws -> [Vector] {
        let data = try Data(contentsOf: TestData.url("activations.json"))
        let json = try data.withUnsafeBytes { try JSONValue(parsing: $0) }
        return try #require(json.array).map(Vector.init)
    }

    /// One flag for each vector, with the one activation.
    private static func evaluator(for vectors: [Vector]) throws -> Evaluator {
        let flags = vectors.enumerated().map { index, vector in
            let activation = Activation(
                id: Int64(index),
                name: "",
                className: vector.className,
                config: vector.config
            )
            return Flag(id: Int64(index), name: "\(index)", status: true, activations: [activation])
        }
        let published = PublishedSnapshot()
        published.publish(
            SnapshotAssembly.assemble(FlagSet(flags), catalog: try TestData.installedPlugins())
        )
        return Evaluator(published)
    }

    @Test func `all decisions are those of the original`() throws {
        let vectors = try Self.vectors()
        #expect(vectors.count == 2430)
        let evaluator = try Self.evaluator(for: vectors)
        for (index, vector) in vectors.enumerated() {
            let context = EvaluationContext(vector.context.map { ($0.key, $0.value) })
            let evaluation = evaluator.evaluate("\(index)", context: context, trace: true)
            let decided = try #require(evaluation.trace.first).decision.word
            #expect(decided == vector.expected, "\(vector)")
            #expect(evaluation.isOn == (vector.result ?? false), "\(vector)")
        }
    }

    @Test func `the same contexts decide the same when they arrive as JSON`() throws {
        let vectors = try Self.vectors()
        let evaluator = try Self.evaluator(for: vectors)
        for (index, vector) in vectors.enumerated() {
            let context = try EvaluationContext(json: JSONValue.object(vector.context).jsonText)
            let evaluation = evaluator.evaluate("\(index)", context: context)
            #expect(evaluation.isOn == (vector.result ?? false), "\(vector)")
        }
    }

    @Test func `the seed picks what the original picked`() throws {
        let vectors = try Self.vectors().filter { $0.choice != nil }
        #expect(vectors.count == 1484)
        let evaluator = try Self.evaluator(for: vectors)
        for (index, vector) in vectors.enumerated() {
            var context = vector.context
            context["variant"] = vector.choice
            let evaluation = evaluator.evaluate(
                "\(index)",
                context: EvaluationContext(context.map { ($0.key, $0.value) })
            )
            #expect(evaluation.isOn, "\(vector)")
            #expect(evaluation.reason == .split)
            #expect(evaluation.variant == vector.choice?.string, "\(vector)")
        }
    }
}

extension TraceStep.Decision {
    fileprivate var word: String {
        switch self {
        case .on: "on"
        case .off: "off"
        case .abstain: "abstain"
        case .error: "error"
        }
    }
}
