import NoviActivation
import NoviCore

/// Flags that are all on for one caller, with two cheap activations each: the
/// caller's plan is a text, and the hash of the targeting key is below 100 %.
struct SampleFlags {
    /// The caller's targeting key, of 20 bytes.
    static let targetingKey = "user-1234567890-abcd"

    /// The facts about the caller.
    ///
    /// Keys that no activation has named yet are found more slowly, so it is
    /// to be made after the snapshot.
    static var context: EvaluationContext {
        ["targetingKey": .string(targetingKey), "plan": "pro", "age": 31]
    }

    /// How many there are.
    let count: Int

    /// The names, in the order of the ids.
    var names: [String] { (0..<count).map { "checkout.button-colour-\($0)" } }

    /// The flags, as a store holds them.
    var flagSet: FlagSet {
        FlagSet(
            names.enumerated().map { index, name in
                let id = Int64(index)
                return Flag(id: id, name: name, status: true, activations: Self.activations(of: id))
            },
            version: 1
        )
    }

    private static func activations(of flag: Int64) -> [Activation] {
        [
            Activation(id: flag * 2, name: "pro", className: equalsClass, config: equalsConfig),
            Activation(id: flag * 2 + 1, name: "all", className: splitClass, config: splitConfig),
        ]
    }

    /// A script that puts the same flags into a new database.
    var script: String {
        """
        CREATE TEMP TABLE numbers AS WITH RECURSIVE numbers (n) AS (
            SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < \(count)
        ) SELECT n FROM numbers;
        INSERT INTO flags SELECT n, 'checkout.button-colour-' || n, 1 FROM numbers;
        INSERT INTO activations SELECT n * 2, 'pro', '\(Self.equalsClass)', '\(Self.equalsConfig)'
            FROM numbers;
        INSERT INTO activations SELECT n * 2 + 1, 'all', '\(Self.splitClass)', '\(Self.splitConfig)'
            FROM numbers;
        INSERT INTO flags_activations SELECT n / 2, n FROM numbers
            UNION SELECT (n + \(count)) / 2, n + \(count) FROM numbers;
        """
    }

    private static let equalsClass =
        "novi_activations.novi_benchmark_plugin.AttributeEqualsActivation"
    private static let splitClass =
        "novi_activations.novi_benchmark_plugin.HashSplitActivation"
    private static let equalsConfig = #"{"attribute": "plan", "text": "pro"}"#
    private static let splitConfig = #"{"percent": 100, "variant": "sixteen bytes or more"}"#
}
