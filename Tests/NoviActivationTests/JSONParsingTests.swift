import NoviActivation
import Testing

struct JSONParsingTests {
    @Test(
        arguments: [
            ("null", nil),
            (" \t\r\n true\n", true),
            ("false", false),
            ("0", 0),
            ("-0", 0),
            ("-12", -12),
            ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .largeInteger("9223372036854775808")),
            ("-9223372036854775809", .largeInteger("-9223372036854775809")),
            ("1.0", 1.0),
            ("-0.0", .double(-0.0)),
            ("25e-2", 0.25),
            ("1E+2", 100.0),
            ("0.6925996246229529", 0.6925996246229529),
            ("2.2250738585072011e-308", .double(.leastNormalMagnitude.nextDown)),
            ("5e-324", .double(.leastNonzeroMagnitude)),
            ("1e-400", 0.0),
            ("1e400", .double(.infinity)),
            ("Infinity", .double(.infinity)),
            ("-Infinity", .double(-.infinity)),
            (#""""#, ""),
            (#""flag""#, "flag"),
            ("\"\u{7F}ключ 漢 😀\"", "\u{7F}ключ 漢 😀"),
            ("[]", []),
            ("[ 1 , [ \"a\" ] ]", [1, ["a"]]),
            ("{}", [:]),
            (#"{ "a" : { "b" : [ null ] } }"#, ["a": ["b": [nil]]]),
        ] as [(String, JSONValue)]
    )
    func `a text becomes the value that it spells`(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test func `NaN becomes what is not a number`() throws {
        let value = try JSONValue(parsing: "NaN")
        #expect(value.double?.isNaN == true)
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e9\u6F22""#, "Aé漢"),
        (#""\u0000""#, "\0"),
        (#""a\ud83D\uDe00b""#, "a😀b"),
        (#""\uD800\uDC00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"),
        (#""\ud800""#, "\u{FFFD}"),
        (#""a\udc00b""#, "a\u{FFFD}b"),
        (#""\ud800\n""#, "\u{FFFD}\n"),
        (#""\ud800\u0041""#, "\u{FFFD}A"),
        (#""\ud800\ud83d\ude00""#, "\u{FFFD}\u{1F600}"),
    ])
    func `escapes become what they stand for`(text: String, value: String) throws {
        #expect(try JSONValue(parsing: text) == .string(value))
    }

    @Test func `of two members with the same key the last one counts`() throws {
        let value = try JSONValue(parsing: #"{"a": 1, "b": 2, "\u0061": 3}"#)
        #expect(value == ["a": 3, "b": 2])
        #expect(value.jsonText == #"{"a":3,"b":2}"#)
    }

    @Test func `keys that only look alike are two members`() throws {
        let value = try JSONValue(parsing: "{\"\u{E9}\": 1, \"e\u{301}\": 2}")
        #expect(value["\u{E9}"] == 1)
        #expect(value["e\u{301}"] == 2)
    }

    @Test func `a whole number may have 4,300 digits`() throws {
        let digits = String(repeating: "9", count: 4300)
        #expect(try JSONValue(parsing: "-" + digits) == .largeInteger("-" + digits))
        #expect(throws: JSONError("Whole number of more than 4300 digits", at: 1)) {
            try JSONValue(parsing: "[9\(digits)]")
        }
        #expect(try JSONValue(parsing: "9\(digits).0") == .double(.infinity))
    }

    @Test func `arrays and objects may be 512 deep`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: #"[{"a":"#, count: depth / 2) + "[]"
                + String(repeating: "}]", count: depth / 2)
        }
        #expect(try JSONValue(parsing: nested(511)).jsonText == nested(511))
        #expect(throws: JSONError("Nested too deep", at: 1537)) {
            try JSONValue(parsing: nested(512))
        }
    }

    @Test func `an object of 100,000 members is read in one go`() throws {
        let members = (0..<100_000).map { "\"key \($0)\":\($0)" }
        let value = try JSONValue(parsing: "{\(members.joined(separator: ","))}")
        #expect(value.object?.count == 100_000)
        #expect(value["key 99999"] == 99_999)
    }
}
