import DateTimeActivation
import Testing

struct FormatErrorTests {
    @Test(arguments: ["%Q": "Q", "%Y-%e": "e", "%-d": "-", "% d": " ", "%é": "é", "%%%k": "k"])
    func `an unknown directive is refused`(format: String, letter: Unicode.Scalar) {
        #expect(throws: DateTimeFormatError.unknownDirective(letter, format: format)) {
            try DateTimeFormat(format)
        }
    }

    @Test(arguments: ["%", "%Y%", "%%%"])
    func `a stray percent sign is refused`(format: String) {
        #expect(throws: DateTimeFormatError.strayPercentSign(format: format)) {
            try DateTimeFormat(format)
        }
    }

    @Test(arguments: ["%d %d": "d", "%c %Y": "Y", "%m %x": "m", "%X %c": "H"])
    func `a directive that occurs twice is refused`(format: String, letter: Unicode.Scalar) {
        #expect(throws: DateTimeFormatError.repeatedDirective(letter, format: format)) {
            try DateTimeFormat(format)
        }
    }

    @Test func `an error says what failed, and on what`() {
        #expect(
            DateTimeFormatError.unknownDirective("Q", format: "%Q").description
                == "The format '%Q' has a directive that is not known: %Q."
        )
        #expect(
            DateTimeFormatError.mismatch(text: "2024-13", format: "%Y-%m").description
                == "The text '2024-13' does not match the format '%Y-%m'."
        )
        #expect(
            DateTimeFormatError.noSuchMoment(text: "2023-02-29", format: "%Y-%m-%d").description
                == "The text '2023-02-29' matches the format '%Y-%m-%d' but names no date and time."
        )
    }
}
