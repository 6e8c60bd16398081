// An unsafe edge: text whose pointer nobody has vouched for.

internal import CNovi
internal import CNoviTesting

/// A text that an activation gave, copied, or what is wrong with it.
enum TextPiece: Sendable, Hashable {
    /// How many bytes a text may have, so that a length that is no length is noticed.
    private static let limit = 1 << 24

    /// There is none.
    case none
    /// UTF-8.
    case bytes([UInt8])
    /// It cannot be used; the words complete a sentence that begins with what it is.
    case broken(String)

    init(_ text: novi_string) { self.init(text.data, text.size) }

    init(_ address: UnsafePointer<CChar>?, _ size: Int) {
        guard size != 0 else {
            self = address == nil ? .none : .bytes([])
            return
        }
        guard let address else {
            self = .broken("has \(UInt(bitPattern: size)) bytes at a null pointer")
            return
        }
        guard (0...Self.limit).contains(size) else {
            self = .broken("has \(UInt(bitPattern: size)) bytes, which nobody can have meant")
            return
        }
        self.init(copying: UnsafeRawPointer(address), size)
    }

    private init(copying address: UnsafeRawPointer, _ size: Int) {
        var isReadable = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            guard let target = buffer.baseAddress else { return }
            isReadable = novi_copy_if_readable(target, address, size)
            count = isReadable ? size : 0
        }
        guard isReadable else {
            self = .broken("is where nothing can be read")
            return
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            self = .broken("is not UTF-8: \(printable(bytes))")
            return
        }
        self = .bytes(bytes)
    }

    /// What is wrong with it; nil if nothing is.
    var problem: String? { if case .broken(let problem) = self { problem } else { nil } }

    /// The text; nil if there is none that can be used.
    var string: String? {
        if case .bytes(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
    }
}

extension UnsafeMutablePointer<novi_string> {
    /// Copies a text to where it stays until somebody frees it.
    static func makeText(_ bytes: [UInt8]) -> UnsafeMutablePointer<novi_string> {
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: Swift.max(bytes.count, 1))
        for (index, byte) in bytes.enumerated() { copy[index] = CChar(bitPattern: byte) }
        let text = UnsafeMutablePointer.allocate(capacity: 1)
        text.initialize(to: novi_string(data: copy, size: bytes.count))
        return text
    }

    /// Frees what `makeText` made.
    func freeText() {
        pointee.data?.deallocate()
        deallocate()
    }
}

/// Bytes for people: a quotation, shortened, in which what cannot be printed is written as `\xHH`.
func printable(_ bytes: some Collection<UInt8>) -> String {
    let limit = 60
    let start = bytes.prefix(limit)
    let text = String(validating: start, as: UTF8.self)
    let isPrintable = text?.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    let shown =
        if let text, isPrintable == true { text } else {
            start.map { (0x20...0x7E).contains($0) ? String(Unicode.Scalar($0)) : escaped($0) }
                .joined()
        }
    return bytes.count > limit ? "\(shown)… (\(bytes.count) bytes)" : shown
}

private func escaped(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "\\x" + (digits.count < 2 ? "0" : "") + digits
}
