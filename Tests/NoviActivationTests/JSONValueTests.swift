import NoviActivation
import Testing

struct JSONValueTests {
    private let value: JSONValue = [
        "on": true, "count": 3, "share": 0.5, "name": "beta", "list": [1, "two"], "none": nil,
    ]

    @Test func `each accessor answers for its own case only`() {
        #expect(value["on"]?.boolean == true)
        #expect(value["count"]?.integer == 3)
        #expect(value["share"]?.double == 0.5)
        #expect(value["name"]?.string == "beta")
        #expect(value["list"]?.array == [1, "two"])
        #expect(value.object?.count == 6)
        #expect(value["none"] == .null)
        #expect(value["name"]?.boolean == nil)
        #expect(value["share"]?.integer == nil)
        #expect(value["name"]?.double == nil)
        #expect(value["count"]?.string == nil)
        #expect(value.array == nil)
        #expect(value["list"]?.object == nil)
    }

    @Test(
        arguments: [
            (.integer(3), 3),
            (.integer(9_007_199_254_740_993), 9_007_199_254_740_992),
            (.largeInteger("-1000000000000000000000"), -1e21),
            (.largeInteger("1" + String(repeating: "0", count: 400)), .infinity),
        ] as [(JSONValue, Double)]
    )
    func `a whole number is the nearest double`(value: JSONValue, double: Double) {
        #expect(value.double == double)
    }

    @Test func `subscripts answer nil for what is not there`() {
        #expect(value["list"]?[1] == "two")
        #expect(value["list"]?[2] == nil)
        #expect(value["list"]?[-1] == nil)
        #expect(value["absent"] == nil)
        #expect(value[0] == nil)
        #expect(value["list"]?["a"] == nil)
    }

    @Test func `an interpolated string is a string`() {
        let id = 7
        #expect(JSONValue("user-\(id)") == .string("user-7"))
    }

    @Test(
        arguments: [
            (1, 1.0),
            (1, true),
            (0, nil),
            (.string("1"), 1),
            ("\u{E9}", "e\u{301}"),
            ([1, 2], [2, 1]),
            (["a": 1], ["b": 1]),
            (["a": 1], ["a": 1, "b": nil]),
            (.double(.nan), .double(.nan)),
        ] as [(JSONValue, JSONValue)]
    )
    func `values of another case or content differ`(left: JSONValue, right: JSONValue) {
        #expect(left != right)
    }

    @Test func `equal values are one element of a set`() {
        let values: Set<JSONValue> = [
            ["a": 1, "b": ["x", 2.5, nil]], ["b": ["x", 2.5, nil], "a": 1], "\u{E9}", "e\u{301}",
            true,
            .largeInteger("9223372036854775808"), .largeInteger("9223372036854775808"),
        ]
        #expect(values.count == 5)
    }
}
