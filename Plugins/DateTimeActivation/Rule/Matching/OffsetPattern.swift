/// An offset from UTC: a Z, or a sign, hours, minutes and perhaps seconds.
struct OffsetPattern {
    /// How many decimals of the seconds to read at most, or nil for no seconds.
    let maximumDecimals: Int?

    private static let hours = Numeral(width: 2, values: 0...99)
    private static let sixtieths = Numeral(width: 2, values: 0...59)
}

extension OffsetPattern {
    /// Reads the offset, in microseconds.
    func read(_ text: UTF8Text, at start: Int) -> Reading<Int>? {
        switch text[start] {
        case UInt8(ascii: "Z"): Reading(value: 0, end: start + 1)
        case UInt8(ascii: "+"): readMagnitude(text, at: start + 1)
        case UInt8(ascii: "-"):
            readMagnitude(text, at: start + 1).map { Reading(value: -$0.value, end: $0.end) }
        default: nil
        }
    }

    private func readMagnitude(_ text: UTF8Text, at start: Int) -> Reading<Int>? {
        guard let hours = Self.hours.read(text, at: start),
            let minutes = readSixtieths(text, at: hours.end)
        else { return nil }
        let offset = (hours.value * 60 + minutes.value) * 60_000_000
        guard let seconds = readSeconds(text, at: minutes.end) else {
            return Reading(value: offset, end: minutes.end)
        }
        // Where one colon is there but not the other, Python matches all of it and then objects,
        // as it does to an offset that is too large.
        let isConsistent = hasColon(text, at: hours.end) == hasColon(text, at: minutes.end)
        return Reading(value: isConsistent ? offset + seconds.value : .max, end: seconds.end)
    }

    private func readSeconds(_ text: UTF8Text, at start: Int) -> Reading<Int>? {
        guard let maximumDecimals, let seconds = readSixtieths(text, at: start) else { return nil }
        let offset = seconds.value * 1_000_000
        let decimals = Decimals(maximum: maximumDecimals, allowsAnyScript: true)
        guard let point = text.end(of: UInt8(ascii: "."), at: seconds.end),
            let fraction = decimals.read(text, at: point)
        else { return Reading(value: offset, end: seconds.end) }
        return Reading(value: offset + fraction.value, end: fraction.end)
    }

    private func readSixtieths(_ text: UTF8Text, at start: Int) -> Reading<Int>? {
        Self.sixtieths.read(text, at: hasColon(text, at: start) ? start + 1 : start)
    }

    private func hasColon(_ text: UTF8Text, at offset: Int) -> Bool {
        text[offset] == UInt8(ascii: ":")
    }
}
