package import NoviActivation

/// What CPython's `random.choices(variations, weights=splits)` chooses from,
/// worked out in advance.
package struct WeightedChoice: Sendable {
    /// What can be chosen.
    package let variations: [JSONValue]

    /// The sums of the splits up to each variation, rounded up to doubles.
    ///
    /// Python compares a double with the exact sums. The smallest double that
    /// is not below a sum is above the same doubles as the sum itself.
    private let thresholds: [Double]

    private let total: Double

    /// Makes a choice from the members `splits` and `variations` of a config.
    ///
    /// A text as `variations` stands for its code points, as in Python.
    ///
    /// - Parameter config: The config of an activation.
    /// - Throws: `WeightedRandomError` if CPython raises an exception for it,
    ///   with whatever seed.
    package init(config: JSONObject) throws(WeightedRandomError) {
        variations = try Self.variations(in: config)
        let sums = try Self.sums(of: Self.splits(in: config), count: variations.count)
        guard let last = sums.last else { throw .noVariations }
        total = try last.nearestDouble()
        guard total.isFinite else { throw .totalNotFinite }
        guard total > 0 else { throw .totalNotPositive }
        thresholds = sums.map(\.doubleFromAbove)
    }

    /// Chooses a variation.
    ///
    /// - Parameter random: What decides.
    /// - Returns: An index of `variations`.
    package func index(drawnBy random: PythonRandom) -> Int {
        // Negative splits leave the sums unsorted: the answer then depends on each step of this
        // search, so that it has to be the one of Python's bisect.
        let target = random.first * total
        var low = 0
        var high = thresholds.count - 1
        while low < high {
            let middle = (low + high) / 2
            if target < thresholds[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

// MARK: - Config

extension WeightedChoice {
    private static func variations(
        in config: JSONObject
    ) throws(WeightedRandomError) -> [JSONValue] {
        switch config["variations"] {
        case .array(let variations): return variations
        case .string(let text): return text.unicodeScalars.map { .string(String($0)) }
        case nil: throw .missingKey("variations")
        default: throw .variationsNotArray
        }
    }

    private static func splits(in config: JSONObject) throws(WeightedRandomError) -> [JSONValue] {
        guard let value = config["splits"] else { throw .missingKey("splits") }
        guard let splits = value.array else { throw .splitsNotArray }
        return splits
    }

    /// Adds up splits like Python's `itertools.accumulate`.
    private static func sums(
        of splits: [JSONValue],
        count: Int
    ) throws(WeightedRandomError) -> [PythonNumber] {
        guard splits.count == count else {
            throw .countsDiffer(splits: splits.count, variations: count)
        }
        var sums: [PythonNumber] = []
        for (index, split) in splits.enumerated() {
            guard let split = PythonNumber(split) else { throw .splitNotNumber(index: index) }
            if let sum = sums.last { sums.append(try sum + split) } else { sums.append(split) }
        }
        return sums
    }
}
