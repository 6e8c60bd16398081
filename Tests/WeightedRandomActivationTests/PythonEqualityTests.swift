import NoviActivation
import Testing
import WeightedRandomActivation

struct PythonEqualityTests {
    @Test(
        arguments: [
            (nil, nil),
            (1, 1.0),
            (1, true),
            (0, false),
            (-0.0, 0),
            (true, 1.0),
            (9_007_199_254_740_992, 9_007_199_254_740_992.0),
            (.largeInteger("1267650600228229401496703205376"), 0x1p100),
            (.largeInteger("-1267650600228229401496703205376"), -0x1p100),
            (.largeInteger("9223372036854775808"), .largeInteger("9223372036854775808")),
            ("é", "é"),
            ([1, [true, nil]], [1.0, [1, nil]]),
            (["a": 1, "b": "x"], ["b": "x", "a": true]),
            ([.double(.nan)], [.double(.nan)]),
        ] as [(JSONValue, JSONValue)]
    )
    func `what Python finds equal is equal`(left: JSONValue, right: JSONValue) {
        #expect(left.isEqualInPython(to: right))
        #expect(right.isEqualInPython(to: left))
    }

    @Test(
        arguments: [
            (nil, 0),
            (nil, false),
            (1, "1"),
            (2, true),
            (9_007_199_254_740_993, 9_007_199_254_740_992.0),
            (.integer(.max), 0x1p63),
            (.largeInteger("1267650600228229401496703205377"), 0x1p100),
            (.largeInteger("1" + String(repeating: "0", count: 400)), .double(.infinity)),
            (.largeInteger("9223372036854775808"), .double(.nan)),
            (.double(.nan), .double(.nan)),
            ("\u{E9}", "e\u{301}"),
            ([1, 2], [2, 1]),
            ([1], [1, 2]),
            (["a": 1], ["b": 1]),
            (["a": 1], ["a": 1, "b": 2]),
            ([], [:]),
        ] as [(JSONValue, JSONValue)]
    )
    func `what Python tells apart differs`(left: JSONValue, right: JSONValue) {
        #expect(!left.isEqualInPython(to: right))
        #expect(!right.isEqualInPython(to: left))
    }

    @Test(
        arguments: [
            ("beta", "beta", true),
            ("", "", true),
            ("beta", "bet", false),
            ("\u{E9}", "e\u{301}", false),
            (1, "1", false),
        ] as [(JSONValue, String, Bool)]
    )
    func `a value compares with a text's bytes`(value: JSONValue, text: String, isEqual: Bool) {
        #expect(Array(text.utf8).withUnsafeBytes { value.isEqualInPython(to: $0) } == isEqual)
    }
}
