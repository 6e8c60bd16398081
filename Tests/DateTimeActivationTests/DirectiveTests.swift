import DateTimeActivation
import Testing

struct DirectiveTests {
    @Test(arguments: [
        ("%Y-%m-%d", "2024-02-29", "2024-02-29 00:00:00"),
        ("%Y-%m-%d", "2024-2-9", "2024-02-09 00:00:00"),
        ("%Y-%m-%d", "2024-12-31", "2024-12-31 00:00:00"),
        ("%d", " 7", "1900-01-07 00:00:00"),
        ("%y", "68", "2068-01-01 00:00:00"),
        ("%y", "69", "1969-01-01 00:00:00"),
        ("%B %d", "september 30", "1900-09-30 00:00:00"),
        ("%b %Y", "DEC 2024", "2024-12-01 00:00:00"),
        ("%Y %j", "2024 366", "2024-12-31 00:00:00"),
        ("%Y %j", "2023 366", "2024-01-01 00:00:00"),
        ("%Y %j", "2024 60", "2024-02-29 00:00:00"),
    ])
    func `a date is read from its parts`(format: String, text: String, meaning: String) throws {
        #expect(try DateTimeFormat(format).parse(text) == moment(meaning))
    }

    @Test(arguments: [
        ("%H:%M:%S", "23:59:59", "1900-01-01 23:59:59"),
        ("%H:%M:%S", "3:4:5", "1900-01-01 03:04:05"),
        ("%I %p", "12 AM", "1900-01-01 00:00:00"),
        ("%I %p", "12 pm", "1900-01-01 12:00:00"),
        ("%p %I", "PM 1", "1900-01-01 13:00:00"),
        ("%I", "12", "1900-01-01 00:00:00"),
        ("%H %p", "3 PM", "1900-01-01 03:00:00"),
        ("%S.%f", "7.5", "1900-01-01 00:00:07.5"),
        ("%f", "000001", "1900-01-01 00:00:00.000001"),
    ])
    func `a time is read from its parts`(format: String, text: String, meaning: String) throws {
        #expect(try DateTimeFormat(format).parse(text) == moment(meaning))
    }

    @Test(arguments: [
        ("%c", "Thu Feb 29 13:05:07 2024", "2024-02-29 13:05:07"),
        ("%c", "Fri Sep  3 10:16:35 2010", "2010-09-03 10:16:35"),
        ("%x", "02/29/24", "2024-02-29 00:00:00"),
        ("%X", "13:05:07", "1900-01-01 13:05:07"),
        ("%x %X", "12/31/99 23:59:59", "1999-12-31 23:59:59"),
        ("100%% %Y", "100% 2024", "2024-01-01 00:00:00"),
        ("", "", "1900-01-01 00:00:00"),
    ])
    func `a short form stands for several directives`(
        format: String,
        text: String,
        meaning: String
    ) throws {
        #expect(try DateTimeFormat(format).parse(text) == moment(meaning))
    }

    @Test(arguments: [
        ("%y %Y", "99 2024", "2024-01-01 00:00:00"),
        ("%Y %y", "2024 99", "1999-01-01 00:00:00"),
        ("%m %b", "1 Dec", "1900-12-01 00:00:00"),
        ("%B %m", "December 1", "1900-01-01 00:00:00"),
        ("%I %H %p", "3 5 PM", "1900-01-01 05:00:00"),
        ("%H %I %p", "5 3 PM", "1900-01-01 15:00:00"),
        ("%U %W %Y %w", "1 2 2024 1", "2024-01-08 00:00:00"),
    ])
    func `the last directive for a part of the date counts`(
        format: String,
        text: String,
        meaning: String
    ) throws {
        #expect(try DateTimeFormat(format).parse(text) == moment(meaning))
    }

    @Test(arguments: [
        ("%A", "Fri"), ("%a", "Friday"), ("%B", "Jan"), ("%b", "13"), ("%p", "noon"),
        ("%d", "0"), ("%d", "32"), ("%d", "  7"), ("%m", "13"), ("%m", "00"), ("%y", "9"),
        ("%Y", "999"), ("%Y", "10000"), ("%H", "24"), ("%I", "13"), ("%I", "0"), ("%M", "60"),
        ("%S", "62"), ("%f", "1234567"), ("%f", ""), ("%j", "367"), ("%j", "000"),
        ("%Z", "EST"), ("%w", "7"), ("%u", "0"), ("%U", "54"), ("%G %V %u", "2024 54 1"),
    ])
    func `a value out of its range does not match`(format: String, text: String) {
        #expect(reading(of: text, as: format) == nil)
    }
}
