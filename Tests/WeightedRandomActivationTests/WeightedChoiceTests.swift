import NoviActivation
import Testing
import WeightedRandomActivation

struct WeightedChoiceTests {
    private static let overflowing = "1" + String(repeating: "0", count: 400)

    /// Splits, and the indices that CPython draws from them with the seeds 0 to
    /// 11.
    @Test(
        arguments: [
            ([1], "000000000000"),
            ([1, 1], "101001100010"),
            ([32, 15, 63], "202002210222"),
            ([0.1, 0, 100, 1, 0, 0.1, 0], "222222222222"),
            ([true, false, true], "202002200020"),
            ([-1, 2], "111111111111"),
            ([5, -4, 3, -2, 9], "424224422444"),
            ([9_007_199_254_740_992, 1, 1], "000000000000"),
            (
                [
                    .largeInteger("1000000000000000000000000000000"),
                    .largeInteger("1000000000000000000000000000001"), 0.5,
                ], "101001100010"
            ),
            ([.largeInteger(overflowing), .largeInteger("-" + overflowing), 1, 1], "323223322232"),
            ([1e308, 7e307], "101001100000"),
            ([.double(.leastNonzeroMagnitude), .double(.leastNonzeroMagnitude)], "101001110111"),
        ] as [([JSONValue], String)]
    )
    func `seeds draw what CPython draws`(splits: [JSONValue], indices: String) throws {
        let variations = splits.indices.map { JSONValue.integer(Int64($0)) }
        let choice = try WeightedChoice(
            config: ["splits": .array(splits), "variations": .array(variations)])
        let drawn = (0..<12).map { choice.index(drawnBy: PythonRandom(seed: Int64($0))) }
        #expect(drawn.map(String.init).joined() == indices)
    }

    @Test func `a text's variations are its code points`() throws {
        let choice = try WeightedChoice(config: ["splits": [1, 1, 1], "variations": "e\u{301}😀"])
        #expect(choice.variations == ["e", "\u{301}", "😀"])
    }

    @Test(
        arguments: [
            ([:], .missingKey("variations")),
            (["splits": [1]], .missingKey("variations")),
            (["variations": ["A"]], .missingKey("splits")),
            (["splits": "1", "variations": ["A"]], .splitsNotArray),
            (["splits": ["a": 1], "variations": ["A"]], .splitsNotArray),
            (["splits": [1], "variations": ["a": 1]], .variationsNotArray),
            (["splits": [1], "variations": 1], .variationsNotArray),
            (["splits": [1, 2], "variations": ["A"]], .countsDiffer(splits: 2, variations: 1)),
            (["splits": [1], "variations": "e\u{301}"], .countsDiffer(splits: 1, variations: 2)),
            (["splits": [], "variations": []], .noVariations),
            (["splits": [1, "2"], "variations": ["A", "B"]], .splitNotNumber(index: 1)),
            (["splits": [nil], "variations": ["A"]], .splitNotNumber(index: 0)),
            (["splits": [0, 0.0], "variations": ["A", "B"]], .totalNotPositive),
            (["splits": [2, -3], "variations": ["A", "B"]], .totalNotPositive),
            (["splits": [1, .double(.nan)], "variations": ["A", "B"]], .totalNotFinite),
            (["splits": [1e308, 1e308], "variations": ["A", "B"]], .totalNotFinite),
            (["splits": [.largeInteger(overflowing)], "variations": ["A"]], .splitsTooLarge),
            (["splits": [0.5, .largeInteger(overflowing)], "variations": "AB"], .splitsTooLarge),
        ] as [(JSONObject, WeightedRandomError)]
    )
    func `a config that CPython cannot draw from is refused`(
        config: JSONObject,
        error: WeightedRandomError
    ) {
        #expect(throws: error) { try WeightedChoice(config: config) }
    }
}
