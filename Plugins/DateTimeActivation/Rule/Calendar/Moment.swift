/// A moment, to the microsecond.
///
/// One read from a text without an offset counts as if it were in UTC. As all
/// texts of one ``DateTimeFormat`` have an offset or none has, its moments
/// compare as the dates and times of Python do.
package struct Moment: Hashable, Sendable {
    /// The microseconds since the year 1 began in UTC.
    package let microseconds: Int64
}

extension Moment: Comparable {
    /// Returns whether a moment is before another.
    package static func < (first: Moment, second: Moment) -> Bool {
        first.microseconds < second.microseconds
    }
}

extension Moment {
    private static let microsecondsPerDay = 86_400_000_000

    /// Puts together what a text says, unless the calendar or the clock has no such moment.
    init?(_ fields: DateTimeFields, _ rule: DateRule) {
        guard fields.second < 60, abs(fields.offset) < Self.microsecondsPerDay,
            let date = rule.date(from: fields)
        else { return nil }
        let seconds = fields.hour * 3_600 + fields.minute * 60 + fields.second
        let time = seconds * 1_000_000 + fields.microsecond - fields.offset
        microseconds = Int64(date.daysSinceYearOne * Self.microsecondsPerDay + time)
    }
}
