import DateTimeActivation
import Testing

struct CalendarLimitTests {
    @Test(arguments: [
        ("%Y-%m-%d", "2023-02-29"), ("%Y-%m-%d", "1900-02-29"), ("%Y-%m-%d", "2024-04-31"),
        ("%Y-%m-%d", "0000-01-01"), ("%Y %j", "0000 366"), ("%Y %j", "9999 366"),
        ("%Y %U %w", "0001 00 0"), ("%Y %W %u", "9999 53 7"), ("%G %V %u", "0000 10 1"),
        ("%G %V %u", "0001 0 1"), ("%G %V %u", "9999 52 6"),
        ("%S", "60"), ("%S", "61"),
        ("%z", "+24:00"), ("%z", "-99:59"), ("%z", "+24:00:00.000001"),
    ])
    func `a moment that does not exist is refused`(format: String, text: String) {
        #expect(throws: DateTimeFormatError.noSuchMoment(text: text, format: format)) {
            try DateTimeFormat(format).parse(text)
        }
    }

    @Test(arguments: [
        ("%m-%d", "02-29", nil),
        ("%m-%d", "02-28", "1900-02-28 00:00:00"),
        ("%m-%d %j", "02-29 60", nil),
        ("%m-%d %j", "02-29 61", "1900-03-01 00:00:00"),
        ("%m-%d %j", "02-29 366", "1900-12-31 00:00:00"),
        ("%m-%d %j", "02-28 60", "1900-03-01 00:00:00"),
        ("%m-%d %W %u", "02-29 10 1", "1900-03-07 00:00:00"),
        ("%m-%d %G %V %u", "02-29 2023 9 3", "1900-03-01 00:00:00"),
    ])
    func `February 29 without a year is reckoned in 1904`(
        format: String,
        text: String,
        meaning: String?
    ) throws {
        #expect(try reading(of: text, as: format) == meaning.map(moment))
    }
}
