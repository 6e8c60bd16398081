import DateTimeActivation
import Testing

struct MatchingTests {
    @Test(arguments: [
        ("%d%m%Y", "1112024", "2024-01-11 00:00:00"),
        ("%d%m%Y", "112024", "2024-01-01 00:00:00"),
        ("%m%d", "111", "1900-11-01 00:00:00"),
        ("%H%M%S", "123", "1900-01-01 01:02:03"),
        ("%H%M%S", "12345", "1900-01-01 12:34:05"),
        ("%f%d", "1234567", "1900-01-07 00:00:00.123456"),
        ("%f%d", "12", "1900-01-02 00:00:00.1"),
        ("%j%H", "3665", "1901-01-01 05:00:00"),
        ("%z%d", "+00:00:00.12", "1900-01-01 23:59:59.9"),
        ("%z%S", "+000030", "1900-01-01 00:00:30"),
        ("%z:%S", "+0000:30", "1900-01-01 00:00:30"),
    ])
    func `a directive leaves what the next one needs`(
        format: String,
        text: String,
        meaning: String
    ) throws {
        #expect(try DateTimeFormat(format).parse(text) == moment(meaning))
    }

    @Test(arguments: [
        ("%Y", "2024 ", " "),
        ("%d", "123", "3"),
        ("%m%d", "1111x", "x"),
        ("%H%M", "12345", "5"),
    ])
    func `text after the format is refused`(format: String, text: String, rest: String) {
        #expect(throws: DateTimeFormatError.unconvertedText(rest, format: format)) {
            try DateTimeFormat(format).parse(text)
        }
    }

    @Test(arguments: [
        ("%Y %m", "2024  \t\n 1"), ("%Y \t %m", "2024 1"), ("%Y %m", "2024\u{A0}1"),
        ("%Y\u{2003}%m", "2024\u{1C}1"), (" %Y%m ", "\u{3000}20241\u{85}"),
    ])
    func `white space matches any white space`(format: String, text: String) throws {
        #expect(try DateTimeFormat(format).parse(text) == moment("2024-01-01 00:00:00"))
    }

    @Test(arguments: [
        ("%YT", "2024t"), ("%Yk", "2024\u{212A}"), ("%YS", "2024ſ"), ("%Yı", "2024İ"),
        ("%YΣ", "2024ς"), ("%YЖ", "2024ж"), ("%Yß", "2024ẞ"), ("%Yµ", "2024μ"), ("%YÉ", "2024é"),
    ])
    func `letters match in either case`(format: String, text: String) throws {
        #expect(try DateTimeFormat(format).parse(text) == moment("2024-01-01 00:00:00"))
    }

    @Test(arguments: [
        ("%Y.", "2024x"), ("%Y@", "2024`"), ("%Yß", "2024ss"), ("%Ye\u{301}", "2024é"),
        ("%Y\u{3AC}", "2024\u{1F71}"), ("%B", "Auguſt"), ("%Y %m", "20241"), ("%Y(\\d)", "20241"),
    ])
    func `other characters do not match each other`(format: String, text: String) {
        #expect(reading(of: text, as: format) == nil)
    }

    @Test(arguments: [
        ("%Y", "２٠2४"), ("%Y-%m-%d", "2024-1-01"), ("%Y %H", "2024 ٠"), ("%Y %M", "2024 0٠"),
    ])
    func `a digit that may be any is one of any script`(format: String, text: String) throws {
        #expect(try DateTimeFormat(format).parse(text) == moment("2024-01-01 00:00:00"))
    }

    @Test(arguments: [
        ("%d", "٣"), ("%d", "3١"), ("%m", "1٢"), ("%H", "2٣"), ("%M", "٥0"), ("%f", "٥"),
        ("%w", "٣"), ("%j", "36٥"), ("%Y", "202²"), ("%Y", "202\u{1E4F1}"),
    ])
    func `a digit within a range is one of ASCII`(format: String, text: String) {
        #expect(reading(of: text, as: format) == nil)
    }

    @Test(arguments: [
        [0xFF], [0x32, 0x30, 0x32, 0xD9], [0x32, 0x30, 0x32, 0xC0, 0xB4], [0xED, 0xA0, 0x80],
    ])
    func `bytes that are not UTF-8 match nothing`(bytes: [UInt8]) throws {
        let format = try DateTimeFormat("%Y")
        #expect(throws: DateTimeFormatError.self) {
            try bytes.withUnsafeBytes { try format.parse($0) }
        }
    }
}
