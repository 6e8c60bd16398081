/// A whole number of any size, with as much arithmetic as Python's weights and
/// seeds need.
package struct BigInteger: Sendable, Equatable {
    /// Whether the number is below zero.
    package let isNegative: Bool

    /// The absolute value in base 2^32, lowest word first, without zeros at its
    /// end.
    package let magnitude: [UInt32]

    private init(isNegative: Bool, magnitude: [UInt32]) {
        let leadingZeros = magnitude.reversed().prefix { $0 == 0 }.count
        self.magnitude = magnitude.dropLast(leadingZeros)
        self.isNegative = isNegative && !self.magnitude.isEmpty
    }

    /// Makes a number from a machine word.
    ///
    /// - Parameter value: The number.
    package init(_ value: Int64) {
        let low = UInt32(truncatingIfNeeded: value.magnitude)
        let high = UInt32(value.magnitude >> 32)
        self.init(isNegative: value < 0, magnitude: [low, high])
    }

    /// Makes a number from decimal text.
    ///
    /// - Parameter decimal: ASCII digits, with a minus sign before them if
    ///   there is one.
    package init(decimal: String) {
        let isNegative = decimal.utf8.first == UInt8(ascii: "-")
        var magnitude: [UInt32] = []
        var chunk: UInt64 = 0
        var scale: UInt64 = 1
        for digit in decimal.utf8.dropFirst(isNegative ? 1 : 0) {
            chunk = chunk * 10 + UInt64(digit - UInt8(ascii: "0"))
            scale *= 10
            guard scale == 1_000_000_000 else { continue }
            Self.multiply(&magnitude, by: scale, adding: chunk)
            (chunk, scale) = (0, 1)
        }
        Self.multiply(&magnitude, by: scale, adding: chunk)
        self.init(isNegative: isNegative, magnitude: magnitude)
    }

    private static func multiply(
        _ magnitude: inout [UInt32],
        by factor: UInt64,
        adding summand: UInt64
    ) {
        var carry = summand
        for index in magnitude.indices {
            carry += UInt64(magnitude[index]) * factor
            magnitude[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
        magnitude.append(UInt32(carry))
    }
}

// MARK: - Addition

extension BigInteger {
    /// Adds two numbers.
    package static func + (left: BigInteger, right: BigInteger) -> BigInteger {
        let isSwapped = left.isSmallerInMagnitude(than: right)
        let (larger, smaller) = isSwapped ? (right, left) : (left, right)
        let sign: Int64 = larger.isNegative == smaller.isNegative ? 1 : -1
        var magnitude = larger.magnitude
        var carry: Int64 = 0
        for index in magnitude.indices {
            let summand = index < smaller.magnitude.count ? Int64(smaller.magnitude[index]) : 0
            carry += Int64(magnitude[index]) + sign * summand
            magnitude[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
        magnitude.append(UInt32(carry))
        return BigInteger(isNegative: larger.isNegative, magnitude: magnitude)
    }

    private func isSmallerInMagnitude(than other: BigInteger) -> Bool {
        guard magnitude.count == other.magnitude.count else {
            return magnitude.count < other.magnitude.count
        }
        return magnitude.reversed().lexicographicallyPrecedes(other.magnitude.reversed())
    }
}

// MARK: - Conversion

extension BigInteger {
    /// The nearest double, of two the even one; infinite beyond a double's
    /// range.
    package var nearestDouble: Double { scaled(Double(leadingBits)) }

    /// The largest double that is not above the number, and the smallest that
    /// is not below it.
    ///
    /// The bounds are infinite beyond a double's range.
    package var doubleBounds: ClosedRange<Double> {
        let nearest = Double(leadingBits)
        let inner = UInt128(nearest) > leadingBits ? nearest.nextDown : nearest
        let outer = UInt128(nearest) < leadingBits ? nearest.nextUp : nearest
        return isNegative ? scaled(outer)...scaled(inner) : scaled(inner)...scaled(outer)
    }

    /// Tells whether a double is exactly this number.
    ///
    /// - Parameter double: What to compare with.
    /// - Returns: Whether both are equal.
    package func isEqual(to double: Double) -> Bool {
        double.isFinite && doubleBounds == double...double
    }

    /// The three highest words, the last bit also standing for everything that
    /// is below them.
    ///
    /// That is enough to round, because the 53 bits of a double end long before
    /// that bit.
    private var leadingBits: UInt128 {
        let bits = magnitude.suffix(3).reversed().reduce(UInt128(0)) { $0 << 32 | UInt128($1) }
        return magnitude.dropLast(3).contains { $0 != 0 } ? bits | 1 : bits
    }

    private func scaled(_ leading: Double) -> Double {
        let exponent = max(magnitude.count - 3, 0) * UInt32.bitWidth
        return Double(sign: isNegative ? .minus : .plus, exponent: exponent, significand: leading)
    }
}
