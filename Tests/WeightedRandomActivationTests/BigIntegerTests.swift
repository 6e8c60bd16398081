import Testing
import WeightedRandomActivation

struct BigIntegerTests {
    @Test(
        arguments: [
            ("0", []),
            ("-0", []),
            ("4294967295", [0xFFFF_FFFF]),
            ("-4294967296", [0, 1]),
            ("1000000000000000000000000000000", [0x4000_0000, 0x4674_EDEA, 0x9F2C_9CD0, 0xC]),
        ] as [(String, [UInt32])]
    )
    func `decimal digits become words`(decimal: String, words: [UInt32]) {
        #expect(BigInteger(decimal: decimal).magnitude == words)
    }

    @Test(arguments: [0, 1, -1, 4_294_967_296, .max, .min] as [Int64])
    func `a machine word is the number that its digits are`(value: Int64) {
        #expect(BigInteger(value) == BigInteger(decimal: String(value)))
    }

    @Test(arguments: [
        ("1", "-1", "0"),
        ("4294967295", "1", "4294967296"),
        ("18446744073709551616", "-1", "18446744073709551615"),
        ("-18446744073709551616", "1", "-18446744073709551615"),
        ("-5", "-18446744073709551615", "-18446744073709551620"),
        ("7", "-18446744073709551616", "-18446744073709551609"),
    ])
    func `sums are exact`(left: String, right: String, sum: String) {
        #expect(BigInteger(decimal: left) + BigInteger(decimal: right) == BigInteger(decimal: sum))
        #expect(BigInteger(decimal: right) + BigInteger(decimal: left) == BigInteger(decimal: sum))
    }

    @Test(
        arguments: [
            ("0", 0...0),
            ("9007199254740992", 0x1p53...0x1p53),
            ("9007199254740993", 0x1p53...0x1p53.nextUp),
            ("-9007199254740993", -0x1p53.nextUp...(-0x1p53)),
            ("1267650600228229401496703205377", 0x1p100...0x1p100.nextUp),
            ("340282366920938463463374607431768211457", 0x1p128...0x1p128.nextUp),
            ("340282366920938463463374607431768211455", 0x1p128.nextDown...0x1p128),
        ] as [(String, ClosedRange<Double>)]
    )
    func `the bounds are the doubles around a number`(
        decimal: String,
        bounds: ClosedRange<Double>
    ) {
        #expect(BigInteger(decimal: decimal).doubleBounds == bounds)
    }

    @Test(
        arguments: [
            ("9007199254740993", 0x1p53),
            ("9007199254740995", 0x1p53 + 4),
            ("-9007199254740995", -0x1p53 - 4),
            ("340282366920938463463374607431768211457", 0x1p128),
            ("1" + String(repeating: "0", count: 308), 1e308),
            ("-1" + String(repeating: "0", count: 309), -.infinity),
        ] as [(String, Double)]
    )
    func `the nearest double is the even one of two`(decimal: String, nearest: Double) {
        #expect(BigInteger(decimal: decimal).nearestDouble == nearest)
    }
}
