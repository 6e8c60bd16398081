package import CNovi

extension UnsafeRawBufferPointer {
    /// A fast hash of a text, for tables whose keys nobody can choose to
    /// collide: names out of the operator's own database and configs.
    ///
    /// It folds 16 bytes at a time through a 64 by 64 bit multiplication, the
    /// mixing step that wyhash made popular.
    @inline(__always)
    package var textHash: UInt64 {
        var state = UInt64(truncatingIfNeeded: count) ^ 0x9E37_79B9_7F4A_7C15
        var offset = 0
        while count - offset >= 16 {
            state = Self.mix(
                loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ state,
                loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self) ^ 0xA076_1D64_78BD_642F
            )
            offset += 16
        }
        let rest = tail(from: offset)
        return Self.mix(rest.0 ^ state, rest.1 ^ 0xE703_7ED1_A0B4_28DB)
    }

    /// The last 0 to 15 bytes as two words.
    @inline(__always)
    private func tail(from offset: Int) -> (UInt64, UInt64) {
        let rest = count - offset
        if rest >= 8 {
            return (
                loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            )
        }
        if rest >= 4 {
            return (
                UInt64(loadUnaligned(fromByteOffset: offset, as: UInt32.self)),
                UInt64(loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            )
        }
        guard rest > 0 else { return (0, 0) }
        let ends = UInt64(self[offset]) << 16 | UInt64(self[count - 1])
        return (ends, UInt64(self[offset + rest / 2]))
    }

    @inline(__always)
    private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    /// Whether the bytes are those of a text.
    @inline(__always)
    package func isEqual(to text: novi_string) -> Bool {
        guard count == text.size else { return false }
        var offset = 0
        let other = UnsafeRawBufferPointer(start: text.data, count: text.size)
        while count - offset >= 8 {
            let difference =
                loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                ^ other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard difference == 0 else { return false }
            offset += 8
        }
        while offset < count {
            guard self[offset] == other[offset] else { return false }
            offset += 1
        }
        return true
    }
}
