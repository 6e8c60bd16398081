import NoviActivation
import Testing
import WeightedRandomActivation

struct PythonRandomTests {
    @Test(
        arguments: [
            (0, 0.8444218515250481),
            (1, 0.13436424411240122),
            (-1, 0.13436424411240122),
            (.integer(.max), 0.3166448820870279),
            (.integer(.min), 0.5534639983914199),
            (.largeInteger("9223372036854775808"), 0.5534639983914199),
            (.largeInteger("-9223372036854775809"), 0.7315756808931019),
            (.largeInteger("1000000000000000000000000000000"), 0.9341508484568806),
            (.largeInteger("-1000000000000000000000000000000"), 0.9341508484568806),
            (true, 0.13436424411240122),
            (false, 0.8444218515250481),
        ] as [(JSONValue, Double)]
    )
    func `a whole number or boolean seeds as itself`(seed: JSONValue, first: Double) throws {
        #expect(try PythonRandom(seed: seed).first == first)
    }

    @Test(
        arguments: [
            (0, 0.8444218515250481),
            (-0.0, 0.8444218515250481),
            (1, 0.13436424411240122),
            (0.5, 0.2794930785867423),
            (1.5, 0.551763726942059),
            (-1, 0.13119521545503066),
            (-2, 0.13119521545503066),
            (1 / 3, 0.9485488258461539),
            (1e300, 0.2614143642581235),
            (-1e300, 0.1028184503571351),
            (.leastNonzeroMagnitude, 0.4787190331584651),
            (0x1p61, 0.13436424411240122),
            (.infinity, 0.19236379321481523),
            (-.infinity, 0.820833204760975),
        ] as [(Double, Double)]
    )
    func `a double seeds as its hash`(seed: Double, first: Double) throws {
        #expect(PythonRandom(seed: seed).first == first)
        #expect(try PythonRandom(seed: .double(seed)).first == first)
    }

    @Test(arguments: [
        ("", 0.9602256525641875),
        ("a", 0.2720295377534757),
        ("user-1", 0.2085907031784484),
        ("\0\0\0\0\0", 0.7738443158939314),
        ("\u{E9}", 0.9689252893653495),
        ("e\u{301}", 0.3166541276798468),
        ("😀", 0.6501655957340894),
        (String(repeating: "x", count: 5000), 0.5761835444429939),
    ])
    func `a text seeds as its bytes and their digest`(seed: String, first: Double) throws {
        #expect(try PythonRandom(seed: .string(seed)).first == first)
        #expect(Array(seed.utf8).withUnsafeBytes { PythonRandom(seed: $0).first } == first)
    }

    @Test func `no bytes seed as the empty text`() {
        let random = PythonRandom(seed: UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(random.first == 0.9602256525641875)
    }

    @Test(arguments: [nil, .double(.nan)] as [JSONValue])
    func `null and NaN draw another number each time`(seed: JSONValue) throws {
        let draws = try (0..<100).map { _ in try PythonRandom(seed: seed).first }
        #expect(Set(draws).count == 100)
        #expect(draws.allSatisfy { 0..<1 ~= $0 })
    }

    @Test(arguments: [[], [1], [:]] as [JSONValue])
    func `an array or object is no seed`(seed: JSONValue) {
        #expect(throws: WeightedRandomError.unusableSeed) { try PythonRandom(seed: seed) }
    }
}
