extension Directive {
    /// The ways to read it, in the order to try.
    var alternatives: [Pattern] {
        switch self {
        case .weekdayAbbreviation: words("mon tue wed thu fri sat sun")
        case .weekdayName: words("monday tuesday wednesday thursday friday saturday sunday")
        case .monthAbbreviation: words("jan feb mar apr may jun jul aug sep oct nov dec")
        case .monthName:
            words("january february march april may june")
                + words("july august september october november december", from: 6)
        case .halfDay: words("am pm")
        case .zone: words("utc gmt")
        case .fraction: decimals
        case .offset: offsets
        case .day: numbers(width: 2, 1...31) + [.indentedNumber(Numeral(width: 1, values: 1...9))]
        case .hour: numbers(width: 2, 0...23)
        case .hourOfHalfDay, .month: numbers(width: 2, 1...12)
        case .minute: numbers(width: 2, 0...59)
        case .second: numbers(width: 2, 0...61)
        case .dayOfYear: numbers(width: 3, 1...366)
        case .weekFromSunday, .weekFromMonday: numbers(width: 2, 0...53)
        // A lone zero is no such week, yet Python takes it for one.
        case .isoWeek: [number(width: 2, 1...53), number(width: 1, 0...9)]
        case .weekday: numbers(width: 1, 0...6)
        case .isoWeekday: numbers(width: 1, 1...7)
        case .yearOfCentury: [number(width: 2, 0...99)]
        case .year, .isoYear: [number(width: 4, 0...9_999)]
        }
    }

    private func words(_ words: String, from first: Int = 0) -> [Pattern] {
        words.split(separator: " ").enumerated().map { index, word in
            .word(Word(word, value: first + index))
        }
    }

    private func number(width: Int, _ values: ClosedRange<Int>) -> Pattern {
        .number(Numeral(width: width, values: values))
    }

    /// The numbers of a range with all their digits, or else with fewer.
    private func numbers(width: Int, _ values: ClosedRange<Int>) -> [Pattern] {
        (1...width).reversed().map { number(width: $0, values) }
    }

    private var decimals: [Pattern] {
        (1...6).reversed().map { .decimals(Decimals(maximum: $0, allowsAnyScript: false)) }
    }

    private var offsets: [Pattern] {
        [6, 5, 4, 3, 2, 1, 0, nil].map { .offset(OffsetPattern(maximumDecimals: $0)) }
    }
}
