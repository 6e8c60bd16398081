/// Why a weighted random choice cannot be made.
package enum WeightedRandomError: Error, Hashable {
    /// The config lacks a key.
    case missingKey(String)
    /// The config's `splits` is something else than an array.
    case splitsNotArray
    /// The config's `variations` is something else than an array or a text.
    case variationsNotArray
    /// The config does not have one split for each variation.
    case countsDiffer(splits: Int, variations: Int)
    /// The config has no variations.
    case noVariations
    /// A split is something else than a number or a boolean.
    case splitNotNumber(index: Int)
    /// A sum of splits is too large for a double.
    case splitsTooLarge
    /// The sum of all splits is infinite or not a number.
    case totalNotFinite
    /// The sum of all splits is zero or below.
    case totalNotPositive
    /// The seed is an array or an object.
    case unusableSeed
}

extension WeightedRandomError: CustomStringConvertible {
    /// One sentence that says what is wrong and what to do.
    package var description: String {
        switch self {
        case .missingKey(let key):
            "The config has no '\(key)'; give it 'splits' and 'variations', two arrays of equal length."
        case .splitsNotArray:
            "The config's 'splits' is not an array; give it one number for each variation."
        case .variationsNotArray:
            "The config's 'variations' is not an array; list what can be chosen."
        case .countsDiffer(let splits, let variations):
            "The config has \(splits) splits for \(variations) variations; give it one for each."
        case .noVariations:
            "The config's 'variations' is empty; list what can be chosen."
        case .splitNotNumber(let index):
            "The config's split at index \(index) is not a number; replace it by one."
        case .splitsTooLarge:
            "The config's splits add up to more than a double can hold; use smaller numbers."
        case .totalNotFinite:
            "The config's splits add up to no finite number; use finite numbers."
        case .totalNotPositive:
            "The config's splits add up to zero or less; make at least one of them greater."
        case .unusableSeed:
            "The context's 'seed' is an array or an object; use a number, a text, a boolean or null."
        }
    }
}
