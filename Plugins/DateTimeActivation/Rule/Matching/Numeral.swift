/// A number of so many digits, within a range.
struct Numeral {
    private let width: Int
    private let values: ClosedRange<Int>

    /// Makes a number; values that need more digits than the width are never read.
    init(width: Int, values: ClosedRange<Int>) {
        self.width = width
        self.values = values.clamped(to: 0...powerOfTen(width) - 1)
    }

    /// Reads the number at an offset, unless there is none within the range.
    func read(_ text: UTF8Text, at offset: Int) -> Reading<Int>? {
        var value = 0
        var end = offset
        for place in 0..<width {
            guard let digit = text.digit(at: end),
                digit.isASCII || allowsAnyDigit(after: value, missing: width - place)
            else { return nil }
            value = value * 10 + digit.value
            end = digit.end
        }
        return values.contains(value) ? Reading(value: value, end: end) : nil
    }

    /// Returns whether all numbers that begin in one way are within the range.
    ///
    /// Only there does Python take digits of every script, as for the second one
    /// of 10 to 19. Elsewhere, as after the 3 of a day, it takes those of ASCII.
    private func allowsAnyDigit(after beginning: Int, missing digits: Int) -> Bool {
        let scale = powerOfTen(digits)
        let first = beginning * scale
        return values.contains(first) && values.contains(first + scale - 1)
    }
}

private func powerOfTen(_ exponent: Int) -> Int {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
}
