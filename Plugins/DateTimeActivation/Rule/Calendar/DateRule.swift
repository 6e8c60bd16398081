/// How the date follows from what a text says, which the format alone decides.
struct DateRule {
    private enum Source {
        case monthAndDay
        case dayOfYear
        case week(firstWeekday: Int)
        case isoWeek
    }

    private let source: Source
    private let hasYear: Bool

    /// Finds the rule for the directives of a format, in their order.
    ///
    /// - Throws: ``DateTimeFormatError/incompleteWeekDate(format:)`` for the
    ///   combinations that Python refuses, whatever the text.
    init(_ directives: [Directive], format: String) throws(DateTimeFormatError) {
        func has(_ some: Directive...) -> Bool { directives.contains(where: some.contains) }
        let week = directives.last { $0 == .weekFromSunday || $0 == .weekFromMonday }
        let hasWeekday = has(.weekdayName, .weekdayAbbreviation, .weekday, .isoWeekday)
        hasYear = has(.year, .yearOfCentury)
        let isInISOYear = has(.isoYear) && !hasYear
        let isComplete =
            isInISOYear
            ? has(.isoWeek) && hasWeekday && !has(.dayOfYear)
            : !has(.isoWeek) || week != nil
        guard isComplete else { throw .incompleteWeekDate(format: format) }
        source =
            if has(.dayOfYear) {
                .dayOfYear
            } else if let week, hasWeekday {
                .week(firstWeekday: week == .weekFromSunday ? 6 : 0)
            } else {
                isInISOYear ? .isoWeek : .monthAndDay
            }
    }
}

extension DateRule {
    /// Returns the date that a text names, or nil if the calendar has none.
    func date(from fields: DateTimeFields) -> OrdinalDate? {
        let isLeapDay = fields.month == 2 && fields.day == 29
        guard isLeapDay, !hasYear else { return date(from: fields, in: fields.year) }
        // Python reckons in 1904, which has that day, and only then goes back to 1900.
        return date(from: fields, in: 1904)?.moved(toCommonYear: 1900)
    }

    private func date(from fields: DateTimeFields, in year: Int) -> OrdinalDate? {
        switch source {
        case .monthAndDay: OrdinalDate(year: year, month: fields.month, day: fields.day)
        case .dayOfYear: OrdinalDate(year: year, day: fields.dayOfYear)
        case .week(let firstWeekday): weekDate(from: fields, in: year, firstWeekday)
        case .isoWeek: isoWeekDate(from: fields)
        }
    }

    private func weekDate(
        from fields: DateTimeFields,
        in year: Int,
        _ firstWeekday: Int
    ) -> OrdinalDate? {
        // Both count from the first day of the week. What precedes the year's first one is week 0.
        let january1 = (OrdinalDate.firstWeekday(of: year) + 7 - firstWeekday) % 7
        let weekday = (fields.weekday + 7 - firstWeekday) % 7
        let weeks = january1 == 0 ? max(fields.week - 1, 0) : fields.week
        return OrdinalDate(year: year, day: weeks * 7 + weekday - january1 + 1)
    }

    private func isoWeekDate(from fields: DateTimeFields) -> OrdinalDate? {
        // January 4 is always in week 1.
        let january4 = (OrdinalDate.firstWeekday(of: fields.isoYear) + 3) % 7
        let day = fields.isoWeek * 7 + fields.weekday - january4 - 3
        return OrdinalDate(year: fields.isoYear, day: day)
    }
}
