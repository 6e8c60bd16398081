import DateTimeActivation
import Testing

struct WeekDateTests {
    @Test(arguments: [
        ("%Y %U %w", "2024 00 0", "2023-12-31 00:00:00"),
        ("%Y %U %w", "2024 01 0", "2024-01-07 00:00:00"),
        ("%Y %U %A", "2024 52 Saturday", "2025-01-04 00:00:00"),
        ("%Y %U %w", "2023 00 0", "2023-01-01 00:00:00"),
        ("%Y %U %w", "2023 01 0", "2023-01-01 00:00:00"),
        ("%Y %W %a", "2024 01 Mon", "2024-01-01 00:00:00"),
        ("%Y %W %u", "2024 00 7", "2024-01-07 00:00:00"),
        ("%Y %W %u", "2023 00 7", "2023-01-01 00:00:00"),
        ("%Y %W %u", "2023 00 1", "2022-12-26 00:00:00"),
        ("%W %u", "1 1", "1900-01-01 00:00:00"),
    ])
    func `a week and a weekday name a day`(format: String, text: String, meaning: String) throws {
        #expect(try DateTimeFormat(format).parse(text) == moment(meaning))
    }

    @Test(arguments: [
        ("2020 53 7", "2021-01-03 00:00:00"),
        ("2021 01 1", "2021-01-04 00:00:00"),
        ("2025 01 1", "2024-12-30 00:00:00"),
        ("2024 53 1", "2024-12-30 00:00:00"),
        ("2024 0 1", "2023-12-25 00:00:00"),
        ("9999 52 5", "9999-12-31 00:00:00"),
    ])
    func `an ISO year, week and weekday name a day`(text: String, meaning: String) throws {
        #expect(try DateTimeFormat("%G %V %u").parse(text) == moment(meaning))
    }

    @Test(arguments: [
        ("%Y %W", "2024 30", "2024-01-01 00:00:00"),
        ("%Y-%m-%d %a", "2024-02-29 Mon", "2024-02-29 00:00:00"),
        ("%Y %m %G", "2024 02 1999", "2024-02-01 00:00:00"),
        ("%Y %j %W %u", "2024 60 1 1", "2024-02-29 00:00:00"),
        ("%m %d %Y %W %u", "12 31 2024 1 1", "2024-01-01 00:00:00"),
        ("%G %V %u %U", "2024 9 1 2", "1900-01-15 00:00:00"),
    ])
    func `what is not needed for the date does not matter`(
        format: String,
        text: String,
        meaning: String
    ) throws {
        #expect(try DateTimeFormat(format).parse(text) == moment(meaning))
    }

    @Test(arguments: [
        "%G", "%G %V", "%G %u", "%V", "%V %u", "%Y %V %u", "%Y %G %V %u", "%G %V %u %j",
    ])
    func `an ISO week date needs all its parts and no others`(format: String) {
        #expect(throws: DateTimeFormatError.incompleteWeekDate(format: format)) {
            try DateTimeFormat(format)
        }
    }
}
