internal import NoviActivation

/// A config that nobody would write, and what it is called in a report.
struct OddConfig: Sendable {
    let name: String
    let bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    init(_ text: String) { self.init("'\(printable(text.utf8))'", Array(text.utf8)) }
}

extension OddConfig {
    /// The size that a config has at most.
    private static let limit = 1 << 20

    /// Configs that no class is made for.
    ///
    /// - Parameter sound: Configs that work; some resemble them.
    /// - Returns: The odd configs.
    static func all(resembling sound: [[UInt8]]) -> [OddConfig] {
        fixed + json.map { OddConfig($0) } + random + sound.prefix(2).flatMap(variations)
    }

    private static let fixed = [
        OddConfig("the empty config", []),
        OddConfig("a config of 1 MiB", Array(repeating: UInt8(ascii: "a"), count: limit)),
        OddConfig(
            "a text in JSON of 1 MiB",
            Array("\"".utf8) + Array(repeating: UInt8(ascii: "a"), count: limit - 2)
                + Array("\"".utf8)
        ),
        OddConfig("a config of 1000 NUL bytes", Array(repeating: 0, count: 1000)),
        OddConfig("a config with a NUL byte", Array("{\"a\u{0}\": 1}".utf8)),
        OddConfig("a config that is not UTF-8", [0x22, 0xC3, 0x28, 0x22]),
        OddConfig("a config with a byte order mark", [0xEF, 0xBB, 0xBF, 0x7B, 0x7D]),
        OddConfig("a config with half of a surrogate pair", Array(#"{"\ud800": "\udc00"}"#.utf8)),
        nest("[", "]"), nest(#"{"a":"#, "}"),
        OddConfig("10,000 opening brackets", Array(repeating: UInt8(ascii: "["), count: 10_000)),
    ]

    private static func nest(_ opening: String, _ closing: String) -> OddConfig {
        OddConfig(
            "10,000 times '\(opening)' and '\(closing)'",
            Array((String(repeating: opening, count: 10_000) + "1").utf8)
                + Array(String(repeating: closing, count: 10_000).utf8)
        )
    }

    private static let json = [
        " ", "null", "true", "false", "0", "-0", "-1", "1.5", "1e400", "-1e400", "1e-400", "NaN",
        "9223372036854775807", "9223372036854775808", "-9223372036854775809",
        String(repeating: "9", count: 400), #""""#, #""x""#, "[]", "[null]", "[1]", "[-1]",
        #"["x"]"#, "[[[]]]", "{}", #"{"": null}"#, #"{"a": 1, "a": 2}"#, "{]", "\u{1F468}\u{200D}",
    ]

    private static var random: [OddConfig] {
        var state: UInt64 = 1
        return [1, 2, 16, 255, 4096].map { count in
            let bytes = (0..<count).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
            return OddConfig("\(count) random bytes", bytes)
        }
    }

    /// What somebody might make of a config that works.
    private static func variations(of sound: [UInt8]) -> [OddConfig] {
        let changed = [
            Array(sound.prefix(sound.count / 2)), Array(sound.dropLast()), sound + [0],
            sound + Array("}".utf8), sound + sound,
        ]
        let odd: [JSONValue] = [nil, true, -1, 1e308, "", "x", [], [nil], [:], [[]]]
        // A config need not be JSON.
        let value = try? JSONValue(parsing: String(decoding: sound, as: UTF8.self))
        guard let object = value?.object else { return changed.map(named) }
        let members = object.prefix(8).flatMap { member in
            (odd + [nil]).enumerated().map { index, value in
                var other = object
                // The last one stands for no value at all.
                other[member.key] = index < odd.count ? value : nil
                return Array(JSONValue.object(other).jsonText.utf8)
            }
        }
        return (changed + members).map(named)
    }

    private static func named(_ bytes: [UInt8]) -> OddConfig {
        OddConfig("'\(printable(bytes))'", bytes)
    }
}
