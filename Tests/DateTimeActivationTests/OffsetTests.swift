import DateTimeActivation
import Testing

struct OffsetTests {
    @Test(arguments: [
        ("12:00 Z", "12:00:00"),
        ("12:00 +0000", "12:00:00"),
        ("12:00 +0530", "06:30:00"),
        ("12:00 +05:30", "06:30:00"),
        ("12:00 -0800", "20:00:00"),
        ("12:00 +00:00:01", "11:59:59"),
        ("12:00 -000001.5", "12:00:01.5"),
        ("12:00 +00:00:01.000001", "11:59:58.999999"),
        ("12:00 +00:00:01.٥", "11:59:58.5"),
        ("12:00 +0٣:00", "09:00:00"),
    ])
    func `an offset leads to UTC`(text: String, meaning: String) throws {
        #expect(try DateTimeFormat("%H:%M %z").parse(text) == moment("1900-01-01 \(meaning)"))
    }

    @Test(arguments: [
        "z", "0530", "+5", "+05", "+053", "+05:60", "+0530:00", "+05:3000", "+05:3000.5",
        "+05:30:60", "+05:30:00.", "+05:30:00.1234567", "−05:30", "+٠5:٣0",
    ])
    func `an offset in another form is refused`(text: String) {
        #expect(reading(of: text, as: "%z") == nil)
    }

    @Test(arguments: ["UTC", "utc", "GMT", "gMt"])
    func `a zone is one of two names for UTC`(text: String) throws {
        #expect(try DateTimeFormat("%Y %Z").parse("2024 \(text)") == moment("2024-01-01 00:00:00"))
    }
}
