import Crypto
package import NoviActivation

/// What CPython's `random.random()` returns first after `random.seed(…)`.
package struct PythonRandom: Sendable {
    /// The random number, at least 0 and below 1.
    package let first: Double

    /// Draws without a seed: each time another number.
    package init() {
        first = .random(in: 0..<1)
    }

    /// Draws with a whole number as the seed; its sign does not matter.
    ///
    /// - Parameter seed: The seed.
    package init(seed: Int64) {
        self.init(magnitude: seed.magnitude)
    }

    /// Draws with a number's hash as the seed, and without a seed if it is not
    /// a number.
    ///
    /// - Parameter seed: The seed.
    package init(seed: Double) {
        if seed.isNaN {
            // CPython hashes a NaN by where it is in memory.
            self.init()
        } else {
            self.init(magnitude: UInt64(bitPattern: seed.pythonHash))
        }
    }

    /// Draws with a text as the seed.
    ///
    /// - Parameter seed: The text in UTF-8.
    package init(seed: UnsafeRawBufferPointer) {
        var hasher = SHA512()
        hasher.update(bufferPointer: seed)
        let digest = hasher.finalize()
        let byteCount = seed.count + SHA512.byteCount
        let wordCount = (byteCount + 3) / 4
        self = withUnsafeTemporaryAllocation(of: UInt32.self, capacity: wordCount) { key in
            key.initialize(repeating: 0)
            // CPython reads the text with its digest behind it as one number, highest byte first.
            var place = byteCount
            func append(_ byte: UInt8) {
                place -= 1
                key[place / 4] |= UInt32(byte) << (place % 4 * 8)
            }
            for byte in seed { append(byte) }
            for byte in digest { append(byte) }
            let size = (key.lastIndex { $0 != 0 } ?? 0) + 1
            return PythonRandom(key: key.extracting(..<size).span)
        }
    }

    /// Draws with a value as the seed.
    ///
    /// - Parameter seed: The seed; null draws without one.
    /// - Throws: `WeightedRandomError` for an array or an object.
    package init(seed: JSONValue) throws(WeightedRandomError) {
        switch seed {
        case .null: self.init()
        case .boolean(let value): self.init(magnitude: value ? 1 : 0)
        case .integer(let value): self.init(seed: value)
        case .largeInteger(let digits):
            self.init(key: BigInteger(decimal: digits).magnitude.span)
        case .double(let value): self.init(seed: value)
        case .string(let text):
            self = text.utf8.span.bytes.withUnsafeBytes { PythonRandom(seed: $0) }
        case .array, .object: throw .unusableSeed
        }
    }

    private init(magnitude: UInt64) {
        let low = UInt32(truncatingIfNeeded: magnitude)
        let high = UInt32(magnitude >> 32)
        let key: InlineArray<2, UInt32> = [low, high]
        self.init(key: key.span.extracting(first: high == 0 ? 1 : 2))
    }

    private init(key: Span<UInt32>) {
        first = MersenneTwister(key: key).firstRandom
    }
}

extension Double {
    /// What CPython's `hash(…)` returns on 64-bit machines: the number modulo
    /// 2^61 - 1.
    fileprivate var pythonHash: Int64 {
        guard isFinite else { return self < 0 ? -314_159 : 314_159 }
        guard self != 0 else { return 0 }
        // The number is a whole number times a power of two. As 2^61 is 1 in this arithmetic, that
        // power only rotates the whole number's 61 bits.
        let whole = UInt64(significand.magnitude * 0x1p52)
        let shift = ((Int(exponent) - 52) % 61 + 61) % 61
        let rotated = (whole << shift | whole >> (61 - shift)) & (1 << 61 - 1)
        let hash = self < 0 ? -Int64(rotated) : Int64(rotated)
        return hash == -1 ? -2 : hash
    }
}
