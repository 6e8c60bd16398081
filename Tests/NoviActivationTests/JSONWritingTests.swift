import NoviActivation
import Testing

struct JSONWritingTests {
    @Test(
        arguments: [
            (nil, "null"),
            (true, "true"),
            (false, "false"),
            (-12, "-12"),
            (.integer(.min), "-9223372036854775808"),
            (.largeInteger("123456789012345678901234567890"), "123456789012345678901234567890"),
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (.double(.leastNonzeroMagnitude), "5e-324"),
            (.double(.infinity), "null"),
            (.double(.nan), "null"),
            ("", #""""#),
            ("a/é漢😀\u{7F}\u{2028}", "\"a/é漢😀\u{7F}\u{2028}\""),
            ("\"\\\u{8}\u{C}\n\r\t\0\u{1F}", #""\"\\\b\f\n\r\t\u0000\u001f""#),
            ([], "[]"),
            ([1, [2.5, nil]], "[1,[2.5,null]]"),
            ([:], "{}"),
            (["b": 1, "a\n": ["c": []]], #"{"b":1,"a\n":{"c":[]}}"#),
        ] as [(JSONValue, String)]
    )
    func `a value is written without white space`(value: JSONValue, text: String) {
        #expect(value.jsonText == text)
        #expect("\(value)" == text)
    }

    @Test func `a readable text has a line for each member and element`() {
        let value: JSONValue = [
            "name": "beta", "none": [], "sizes": [1, ["a": nil]], "empty": [:],
        ]
        #expect(
            value.jsonText(indent: 2) == """
                {
                  "name": "beta",
                  "none": [],
                  "sizes": [
                    1,
                    {
                      "a": null
                    }
                  ],
                  "empty": {}
                }
                """
        )
    }

    @Test func `bytes are appended to what is there`() {
        var bytes = Array("data: ".utf8)
        let value: JSONValue = ["a": 1]
        value.write(to: &bytes)
        #expect(bytes == Array(#"data: {"a":1}"#.utf8))
    }

    @Test(arguments: [0.1 + 0.2, 1 / 3, 1e21, 123456789.125, .leastNormalMagnitude, .pi, 1e-7])
    func `a double is the same after writing and parsing`(double: Double) throws {
        #expect(try JSONValue(parsing: JSONValue.double(double).jsonText) == .double(double))
    }
}
