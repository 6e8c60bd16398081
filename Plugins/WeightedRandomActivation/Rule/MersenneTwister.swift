/// The generator MT19937 right after seeding, as CPython's `random` seeds it.
///
/// It can tell the first random number only. That takes five of the 624 words
/// of the state, so the generator never has to be run for a whole turn.
package struct MersenneTwister {
    private static let size = 624

    /// The state that every seed is mixed into: the generator's own seeding
    /// with 19,650,218.
    private static let start: InlineArray<624, UInt32> = {
        var state = InlineArray<624, UInt32>(repeating: 19_650_218)
        for index in 1..<size {
            state[index] = mix(state[index - 1], 1_812_433_253) &+ UInt32(index)
        }
        return state
    }()

    private var state = Self.start

    /// Seeds the generator.
    ///
    /// - Parameter key: The absolute value of the seed in base 2^32, lowest
    ///   word first; at least one word, and no zeros at the end beyond that.
    package init(key: Span<UInt32>) {
        var last = state[0]
        var index = 1
        var word = 0
        for _ in 0..<max(Self.size, key.count) {
            last = (state[index] ^ Self.mix(last, 1_664_525)) &+ key[word] &+ UInt32(word)
            state[index] = last
            index = index == Self.size - 1 ? 1 : index + 1
            word = word == key.count - 1 ? 0 : word + 1
        }
        for _ in 1..<Self.size {
            last = (state[index] ^ Self.mix(last, 1_566_083_941)) &- UInt32(index)
            state[index] = last
            index = index == Self.size - 1 ? 1 : index + 1
        }
        state[0] = 0x8000_0000
    }

    private static func mix(_ word: UInt32, _ factor: UInt32) -> UInt32 {
        (word ^ word >> 30) &* factor
    }

    /// The first random number, at least 0 and below 1, with 53 random bits.
    package var firstRandom: Double {
        let high = output(0) >> 5
        let low = output(1) >> 6
        return (Double(high) * 0x1p26 + Double(low)) * 0x1p-53
    }

    private func output(_ index: Int) -> UInt32 {
        let joined = state[index] & 0x8000_0000 | state[index + 1] & 0x7FFF_FFFF
        var word = state[index + 397] ^ joined >> 1 ^ (joined & 1) &* 0x9908_B0DF
        word ^= word >> 11
        word ^= word << 7 & 0x9D2C_5680
        word ^= word << 15 & 0xEFC6_0000
        return word ^ word >> 18
    }
}
