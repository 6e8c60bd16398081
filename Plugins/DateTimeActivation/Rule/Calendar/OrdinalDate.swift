/// A day of the Gregorian calendar, counted within its year.
struct OrdinalDate {
    /// The year, from 1 to 9999.
    let year: Int
    /// The day of the year, where January 1 is 1.
    let day: Int

    /// Makes a date of a day that may lie in the year before or after.
    ///
    /// The result is nil if a year is not one from 1 to 9999.
    init?(year: Int, day: Int) {
        guard Self.years.contains(year) else { return nil }
        let length = Self.days(of: year)
        switch day {
        case ...0: (self.year, self.day) = (year - 1, day + Self.days(of: year - 1))
        case ...length: (self.year, self.day) = (year, day)
        default: (self.year, self.day) = (year + 1, day - length)
        }
        guard Self.years.contains(self.year) else { return nil }
    }

    /// Makes a date of a month and a day of it, or nil if the month is too short.
    init?(year: Int, month: Int, day: Int) {
        let daysBefore = Self.daysBefore(month: month, of: year)
        guard daysBefore + day <= Self.daysBefore(month: month + 1, of: year) else { return nil }
        self.init(year: year, day: daysBefore + day)
    }
}

extension OrdinalDate {
    /// The days since January 1 of the year 1.
    var daysSinceYearOne: Int {
        Self.daysBefore(year: year) + day - 1
    }

    /// Returns the date of the same month and day in a year without February 29.
    func moved(toCommonYear commonYear: Int) -> Self? {
        let leapDay = 60
        guard Self.isLeap(year), day >= leapDay else { return Self(year: commonYear, day: day) }
        return day == leapDay ? nil : Self(year: commonYear, day: day - 1)
    }

    /// Returns the day of the week of a year's January 1, where Monday is 0.
    static func firstWeekday(of year: Int) -> Int {
        // January 1 of the year 1 is a Monday.
        daysBefore(year: year) % 7
    }

    private static let years = 1...9_999
    private static let daysBeforeMonth: [13 of Int] = [
        0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365,
    ]

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func days(of year: Int) -> Int {
        isLeap(year) ? 366 : 365
    }

    private static func daysBefore(year: Int) -> Int {
        let years = year - 1
        return years * 365 + years / 4 - years / 100 + years / 400
    }

    /// Returns the days of a year before a month, where 13 is the month after December.
    private static func daysBefore(month: Int, of year: Int) -> Int {
        daysBeforeMonth[month - 1] + (month > 2 && isLeap(year) ? 1 : 0)
    }
}
