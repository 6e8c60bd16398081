internal import Crypto

/// The SHA-256 of a file.
public struct ContentHash: Sendable, Hashable, CustomStringConvertible {
    /// 64 hexadecimal digits in lower case.
    public let description: String

    /// Reads a hash.
    ///
    /// - Parameter text: 64 hexadecimal digits; nil results from anything else.
    public init?(_ text: String) {
        let digits = text.lowercased()
        guard digits.utf8.count == 64, digits.utf8.allSatisfy(\.isHexadecimalDigit) else {
            return nil
        }
        description = digits
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
        description = state.finalize().hexadecimal
    }

    /// Hashes a file from its beginning.
    init(of descriptor: Int32) { self.init(of: descriptor) { _ in } }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
    }
}

extension Sequence<UInt8> {
    /// Two digits for each byte, in lower case.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }
}
