/// The decimals of a second, of which there is at least one.
struct Decimals {
    /// How many to read at most.
    let maximum: Int
    /// Whether they may be of any script, rather than ASCII.
    let allowsAnyScript: Bool

    /// Reads the decimals at an offset, in microseconds.
    func read(_ text: UTF8Text, at offset: Int) -> Reading<Int>? {
        var value = 0
        var end = offset
        var unit = 1_000_000
        for _ in 0..<maximum {
            guard let digit = text.digit(at: end), digit.isASCII || allowsAnyScript else {
                break
            }
            unit /= 10
            value += digit.value * unit
            end = digit.end
        }
        return end > offset ? Reading(value: value, end: end) : nil
    }
}
