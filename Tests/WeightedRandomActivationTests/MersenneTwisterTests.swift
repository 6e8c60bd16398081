import Testing
import WeightedRandomActivation

struct MersenneTwisterTests {
    @Test(
        arguments: [
            ([0], 0.8444218515250481),
            ([1], 0.13436424411240122),
            ([42], 0.6394267984578837),
            ([0xFFFF_FFFF], 0.6353574441341173),
            ([0, 1], 0.11299430095636409),
            ([0, 0x8000_0000], 0.5534639983914199),
        ] as [([UInt32], Double)]
    )
    func `the first number is the one of CPython`(key: [UInt32], first: Double) {
        #expect(MersenneTwister(key: key.span).firstRandom == first)
    }

    @Test(arguments: [(624, 0.27986389701402825), (700, 0.2745599755946705)])
    func `every word of a long key counts`(count: UInt32, first: Double) {
        let key = (0..<count).map { $0 &* 2_654_435_761 }
        #expect(MersenneTwister(key: key.span).firstRandom == first)
    }
}
