import NoviActivation

/// A number as Python's `int` and `float` add up: whole numbers exactly, and
/// doubles from the first one on.
enum PythonNumber {
    case integer(BigInteger)
    case double(Double)

    /// Makes a number from a number or a boolean, else nil.
    init?(_ value: JSONValue) {
        switch value {
        case .boolean(let value): self = .integer(BigInteger(value ? 1 : 0))
        case .integer(let value): self = .integer(BigInteger(value))
        case .largeInteger(let digits): self = .integer(BigInteger(decimal: digits))
        case .double(let value): self = .double(value)
        case .null, .string, .array, .object: return nil
        }
    }

    static func + (left: Self, right: Self) throws(WeightedRandomError) -> Self {
        if case (.integer(let left), .integer(let right)) = (left, right) {
            return .integer(left + right)
        }
        return .double(try left.nearestDouble() + right.nearestDouble())
    }

    /// The number as Python's `float(…)` converts it.
    func nearestDouble() throws(WeightedRandomError) -> Double {
        switch self {
        case .integer(let value):
            let nearest = value.nearestDouble
            guard nearest.isFinite else { throw .splitsTooLarge }
            return nearest
        case .double(let value): return value
        }
    }

    /// The smallest double that is not below the number.
    var doubleFromAbove: Double {
        switch self {
        case .integer(let value): value.doubleBounds.upperBound
        case .double(let value): value
        }
    }
}
