import DateTimeActivation
import Testing

struct MomentTests {
    @Test(arguments: [
        ("0001-01-01", 0),
        ("0001-01-02", 86_400_000_000),
        ("0001-12-31", 31_449_600_000_000),
        ("1900-02-28", 59_931_619_200_000_000),
        ("1970-01-01", 62_135_596_800_000_000),
        ("2000-02-29", 63_087_379_200_000_000),
        ("2024-12-31", 63_871_200_000_000_000),
        ("9999-12-31", 315_537_811_200_000_000),
    ])
    func `a moment counts microseconds from the first day of the year 1`(
        date: String,
        microseconds: Int64
    ) throws {
        let moment = try DateTimeFormat("%Y-%m-%d").parse(date)
        #expect(moment.microseconds == microseconds)
    }

    @Test(arguments: [
        ("2024-01-01 00:00:00", "2024-01-01 00:00:00.000001"),
        ("2023-12-31 23:59:59.999999", "2024-01-01 00:00:00"),
        ("0001-01-01 00:00:00", "9999-12-31 23:59:59.999999"),
    ])
    func `moments compare in time`(earlier: String, later: String) throws {
        #expect(try moment(earlier) < moment(later))
        #expect(try moment(later) > moment(earlier))
    }

    @Test func `an offset may lead out of the years 1 to 9999`() throws {
        let format = try DateTimeFormat("%Y-%m-%d %H:%M %z")
        #expect(try format.parse("0001-01-01 00:00 +23:59").microseconds == -86_340_000_000)
        #expect(try format.parse("9999-12-31 23:59 -23:59") > moment("9999-12-31 23:59:59"))
    }
}
