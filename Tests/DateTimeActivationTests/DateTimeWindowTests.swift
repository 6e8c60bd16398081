import DateTimeActivation
import Testing

struct DateTimeWindowTests {
    @Test(arguments: [
        ("11/13/2032 09:36 AM", false),
        ("11/13/2032 09:37 AM", true),
        ("11/13/2032 01:00 PM", true),
        ("11/14/2032 09:36 AM", true),
        ("11/14/2032 09:37 AM", false),
    ])
    func `a window begins at its start and is over at its end`(text: String, isWithin: Bool) throws
    {
        let window = try DateTimeWindow(
            start: "11/13/2032 09:37 AM",
            end: "11/14/2032 09:37 AM",
            format: "%m/%d/%Y %I:%M %p"
        )
        #expect(try window.contains(text) == isWithin)
    }

    @Test(arguments: ["2024", "2023"])
    func `a window that ends no later than it starts is empty`(end: String) throws {
        let window = try DateTimeWindow(start: "2024", end: end, format: "%Y")
        #expect(try !window.contains("2024"))
        #expect(try !window.contains("2023"))
    }

    @Test func `texts of different offsets compare in UTC`() throws {
        let window = try DateTimeWindow(start: "12:00+0100", end: "12:00Z", format: "%H:%M%z")
        #expect(try window.contains("06:00-0500"))
        #expect(try !window.contains("07:00-0500"))
    }

    @Test(arguments: [("x", "2024", "%Y"), ("2024", "x", "%Y"), ("2024", "2025", "%Q")])
    func `a window needs texts of its format`(start: String, end: String, format: String) {
        #expect(throws: DateTimeFormatError.self) {
            try DateTimeWindow(start: start, end: end, format: format)
        }
    }

    @Test func `a text of another format is an error, not outside`() throws {
        let window = try DateTimeWindow(start: "2024", end: "2025", format: "%Y")
        #expect(throws: DateTimeFormatError.mismatch(text: "24", format: "%Y")) {
            try window.contains("24")
        }
    }
}

extension DateTimeWindow {
    fileprivate func contains(_ text: String) throws -> Bool {
        try text.utf8.span.withUnsafeBytes { try contains($0) }
    }
}
