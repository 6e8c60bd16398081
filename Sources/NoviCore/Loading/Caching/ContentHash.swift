internal import Crypto

/// The SHA-256 of a file.
public struct ContentHash: Sendable, Hashable, CustomStringConvertible {
    /// The 32 bytes, eight to a word, the first of them highest.
    private let words: SIMD4<UInt64>

    private init(bytes: some Sequence<UInt8>) {
        var words = SIMD4<UInt64>()
        for (index, byte) in bytes.enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        self.words = words
    }

    /// Reads a hash.
    ///
    /// - Parameter text: 64 hexadecimal digits; nil results from anything else.
    public init?(_ text: String) {
        var words = SIMD4<UInt64>()
        var count = 0
        for digit in text.utf8 {
            guard count < 64, let value = digit.hexadecimalValue else { return nil }
            words[count / 16] = words[count / 16] << 4 | UInt64(value)
            count += 1
        }
        guard count == 64 else { return nil }
        self.words = words
    }

    /// 64 hexadecimal digits in lower case.
    public var description: String {
        (0..<32).lazy.map { UInt8(truncatingIfNeeded: words[$0 / 8] >> (56 - $0 % 8 * 8)) }
            .hexadecimal
    }

    /// Hashes a file from its beginning, piece by piece.
    ///
    /// - Parameters:
    ///   - descriptor: The file.
    ///   - each: Given each piece.
    /// - Throws: What `each` throws.
    init<Failure>(
        of descriptor: Int32,
        each: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        var state = SHA256()
        var offset = 0
        while true {
            let piece = [UInt8](of: descriptor, offset: offset, count: 1 << 18)
            if piece.isEmpty { break }
            piece.withUnsafeBytes { state.update(bufferPointer: $0) }
            try each(piece)
            offset += piece.count
        }
        self.init(bytes: state.finalize())
    }

    /// Hashes a file from its beginning.
    init(of descriptor: Int32) { self.init(of: descriptor) { _ in } }
}

extension UInt8 {
    /// What the character means as a hexadecimal digit; nil if it is none.
    fileprivate var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Sequence<UInt8> {
    /// Two digits for each byte, in lower case.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
