import NoviActivation
import Testing

struct JSONErrorTests {
    @Test(arguments: [
        ("", "Expected a value at byte 0"),
        (" ", "Expected a value at byte 1"),
        ("\u{FEFF}1", "Expected a value at byte 0"),
        ("\u{A0}1", "Expected a value at byte 0"),
        ("1 2", "Expected the end of the text at byte 2"),
        ("01", "Expected the end of the text at byte 1"),
        ("+1", "Expected a value at byte 0"),
        (".5", "Expected a value at byte 0"),
        ("-", "Expected a digit at byte 1"),
        ("-NaN", "Expected a digit at byte 1"),
        ("1.", "Expected a digit at byte 2"),
        ("1e+", "Expected a digit at byte 3"),
        ("nul", "Expected null at byte 0"),
        ("True", "Expected a value at byte 0"),
        ("tru", "Expected true at byte 0"),
        ("Inf", "Expected Infinity at byte 0"),
        ("[1", "Expected ',' or ']' at byte 2"),
        ("[1,]", "Expected a value at byte 3"),
        ("[1 2]", "Expected ',' or ']' at byte 3"),
        (#"{"a": 1, "b": 2 "c""#, "Expected ',' or '}' at byte 16"),
        (#"{"a" 1}"#, "Expected ':' at byte 5"),
        (#"{"a": }"#, "Expected a value at byte 6"),
        (#"{"a": 1,}"#, "Expected '\"' at byte 8"),
        ("{1: 2}", "Expected '\"' at byte 1"),
        (#""abc"#, "Unfinished string at byte 4"),
        ("\"a\nb\"", "Unescaped control character at byte 2"),
        ("\"a\0b\"", "Unescaped control character at byte 2"),
        (#""\x41""#, "Unknown escape at byte 1"),
        (#""\"#, "Unknown escape at byte 1"),
        (#""\u12""#, "Expected four hexadecimal digits at byte 5"),
        (#""\u00g0""#, "Expected four hexadecimal digits at byte 5"),
        (#""\ud800\u00""#, "Expected four hexadecimal digits at byte 11"),
    ])
    func `a mistake is named with its place`(text: String, message: String) throws {
        let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error.description == message + ".")
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], 1),
            ([0x22, 0xC3, 0x22], 1),
            ([0x22, 0xC0, 0x80, 0x22], 1),
            ([0x22, 0x41, 0xED, 0xA0, 0x80, 0x22], 2),
            ([0x31, 0x20, 0x80], 2),
        ] as [([UInt8], Int)]
    )
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8], offset: Int) {
        #expect(throws: JSONError("Invalid UTF-8", at: offset)) {
            try bytes.withUnsafeBytes { try JSONValue(parsing: $0) }
        }
    }

    @Test func `no bytes at all are refused`() {
        #expect(throws: JSONError("Expected a value", at: 0)) {
            try JSONValue(parsing: UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }
}
