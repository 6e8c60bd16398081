/// What the directives of a format read from one text.
///
/// Where two directives name the same thing, as `%m` and `%b` do, the last in
/// the format counts.
struct DateTimeFields {
    private(set) var year = 1900
    private(set) var month = 1
    private(set) var day = 1
    private(set) var dayOfYear = 1
    private(set) var isoYear = 1
    private(set) var isoWeek = 1
    private(set) var week = 0
    /// The day of the week, where Monday is 0.
    private(set) var weekday = 0
    private(set) var minute = 0
    private(set) var second = 0
    private(set) var microsecond = 0
    /// The microseconds by which the clock is ahead of UTC.
    private(set) var offset = 0

    private var hourRead = 0
    private var isHourOfHalfDay = false
    private var isAfternoon = false

    /// The hour of the day; `%p` matters to `%I` only, and may precede it.
    var hour: Int {
        hourRead + (isHourOfHalfDay && isAfternoon ? 12 : 0)
    }

    /// Takes what a directive read.
    mutating func take(_ value: Int, for directive: Directive) {
        switch directive {
        case .year: year = value
        case .yearOfCentury: year = value + (value < 69 ? 2000 : 1900)
        case .month: month = value
        case .monthName, .monthAbbreviation: month = value + 1
        case .day: day = value
        case .dayOfYear: dayOfYear = value
        case .isoYear: isoYear = value
        case .isoWeek: isoWeek = value
        case .weekFromSunday, .weekFromMonday: week = value
        case .weekdayName, .weekdayAbbreviation: weekday = value
        case .weekday: weekday = (value + 6) % 7
        case .isoWeekday: weekday = value - 1
        case .hour: (hourRead, isHourOfHalfDay) = (value, false)
        case .hourOfHalfDay: (hourRead, isHourOfHalfDay) = (value % 12, true)
        case .halfDay: isAfternoon = value == 1
        case .minute: minute = value
        case .second: second = value
        case .fraction: microsecond = value
        case .offset: offset = value
        case .zone: break
        }
    }
}
