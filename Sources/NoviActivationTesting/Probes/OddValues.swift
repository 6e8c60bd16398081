internal import CNovi
internal import NoviActivation

extension RawValue {
    /// Every kind of value that a context may have.
    ///
    /// - Parameter isIsolated: Whether a process may end that reads a value of
    ///   a type that it cannot know.
    /// - Returns: The values.
    static func odd(isIsolated: Bool) -> [RawValue] {
        numbers + texts + containers + [
            RawValue(NOVI_MISSING, name: "nothing"),
            RawValue(99, .nowhere(isIsolated ? 0x10 : 0, size: 99), name: "a value of type 99"),
        ]
    }

    private static let numbers: [RawValue] =
        [nil, true, false].map { RawValue($0) }
        + [0, 1, -1, 42, Int64(Int32.max) + 1, .max, .min].map { RawValue(.integer($0)) }
        + [
            0, -0.0, 0.5, -1.5, 1e308, 0x1p-1074, .nan, -.nan, .signalingNaN, .infinity, -.infinity,
            0x1p63,
        ].map { RawValue(.double($0)) }

    private static let texts: [RawValue] =
        [
            "", "x", "0", "true", "null", "\u{0}", "a\u{0}b", "%s%n", "../../etc", "caf\u{E9}",
            "cafe\u{301}", "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{FEFF}x", "\u{10FFFF}",
            "2026-12-01", "a@acme.test",
        ].map { RawValue(.string($0)) }
        + [
            RawValue(NOVI_STRING, .nowhere(0, size: 0), name: "an empty text at a null pointer"),
            RawValue(
                NOVI_STRING,
                .text(Array(repeating: UInt8(ascii: "a"), count: 1 << 16)),
                name: "a text of 64 KiB"
            ),
        ]

    private static let containers: [RawValue] =
        [
            "[]", "{}", "[1, \"x\", null]", #"{"a": {"b": [1]}}"#, "[NaN, Infinity, -Infinity]",
            "9223372036854775808", String(repeating: "9", count: 4000),
        ].map { RawValue(json: $0, name: printable($0.utf8)) }
        + [
            RawValue(
                json: String(repeating: "[", count: 512) + String(repeating: "]", count: 512),
                name: "an array that is 512 deep"
            )
        ]

    private init(json: String, name: String) {
        self.init(NOVI_JSON, .text(Array(json.utf8)), name: name)
    }
}
