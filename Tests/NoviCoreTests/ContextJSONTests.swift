import NoviActivation
import NoviCore
import Testing

/// Contexts that arrive as JSON.
struct ContextJSONTests {
    @Test(arguments: ["", " ", "\t\r\n ", "null", " null\n", "{}", " { } "])
    func `nothing, null and an empty object are contexts without attributes`(json: String) throws {
        #expect(try EvaluationContext(json: json).attributes.isEmpty)
    }

    @Test func `an object's members are the attributes, in their order`() throws {
        let context = try EvaluationContext(
            json:
                #" {"targetingKey": "user-42", "age": 31, "big": 18446744073709551616, "n": null, "#
                + #""address": {"country": "NL", "lines": [1, 2.5]}, "no": false} "#
        )
        let names = ["targetingKey", "age", "big", "n", "address", "no"]
        let values: [JSONValue] = [
            "user-42", 31, .largeInteger("18446744073709551616"), nil,
            .object(["country": "NL", "lines": [1, 2.5]]), false,
        ]
        #expect(context.attributes.map(\.name) == names)
        #expect(context.attributes.map(\.value) == values)
    }

    @Test func `of two members with one name the last counts`() throws {
        let context = try EvaluationContext(json: #"{"a": 1, "b": 2, "\u0061": 3}"#)
        #expect(context["a"] == 3)
        #expect(context["b"] == 2)
    }

    @Test(arguments: [
        "{", "}", "{\"a\"}", "{\"a\": 1,}", "{} {}", "{'a': 1}", "nul", "\u{FEFF}{}x",
        "{\"a\": 01}",
        "{\"a\": \"\\ud800\"x}", "\u{A0}", "{\"a\": 1 /* one */}",
    ])
    func `a text that is not JSON is refused`(json: String) {
        let error = #expect(throws: EvaluationError.self) { try EvaluationContext(json: json) }
        #expect(error?.code == .parseError)
        #expect(error?.message.hasPrefix("The context is not JSON: ") == true)
    }

    @Test(arguments: ["[]", "1", "\"text\"", "true", "1.5", "[{}]", "18446744073709551616"])
    func `a text that is no object is refused`(json: String) {
        let message = "The context must be a JSON object, such as {\"targetingKey\": \"user-42\"}."
        #expect(throws: EvaluationError(.invalidContext, message)) {
            try EvaluationContext(json: json)
        }
    }

    @Test(
        arguments: [
            [0xFF], [0x7B, 0x22, 0xC3, 0x22, 0x3A, 0x31, 0x7D], [0x7B, 0x7D, 0x00],
        ] as [[UInt8]]
    )
    func `bytes that are not UTF-8 are refused`(json: [UInt8]) {
        let error = #expect(throws: EvaluationError.self) {
            try json.withUnsafeBytes { try EvaluationContext(json: $0) }
        }
        #expect(error?.code == .parseError)
    }

    @Test func `a text that is nested too deep is refused`() {
        let depth = 200_000
        let json =
            "{\"a\": " + String(repeating: "[", count: depth)
            + String(repeating: "]", count: depth) + "}"
        let error = #expect(throws: EvaluationError.self) { try EvaluationContext(json: json) }
        #expect(error?.code == .parseError)
    }
}
