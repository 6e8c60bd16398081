// An unsafe edge: values of the interface, also such as no Swift value stands for.

internal import CNovi
internal import NoviActivation

/// A value of a context, as the interface has it.
struct RawValue: Sendable, Hashable {
    /// What the value is.
    enum Payload: Sendable, Hashable {
        /// A whole number, or nothing.
        case integer(Int64)
        /// A number, as its bits: so that one that is no number equals itself.
        case real(UInt64)
        /// Text that is somewhere.
        case text([UInt8])
        /// Text that is nowhere: an address without memory, and a size.
        case nowhere(UInt, size: UInt32)
    }

    let type: UInt32
    let payload: Payload
    /// What it is called in a report.
    let name: String

    init(_ type: Int, _ payload: Payload = .integer(0), name: String) {
        self.type = UInt32(type)
        self.payload = payload
        self.name = name
    }

    /// Takes a value as Novi hands it on.
    init(_ value: JSONValue) {
        let text = value.pythonText
        switch value {
        case .null: self.init(NOVI_NULL, name: text)
        case .boolean(let flag): self.init(NOVI_BOOLEAN, .integer(flag ? 1 : 0), name: text)
        case .integer(let number): self.init(NOVI_INTEGER, .integer(number), name: text)
        case .double(let number): self.init(NOVI_DOUBLE, .real(number.bitPattern), name: text)
        case .string(let string):
            self.init(NOVI_STRING, .text(Array(string.utf8)), name: printable(text.utf8))
        case .largeInteger, .array, .object:
            self.init(NOVI_JSON, .text(Array(text.utf8)), name: printable(text.utf8))
        }
    }

    /// How many bytes of text it has.
    var textSize: Int { if case .text(let bytes) = payload { bytes.count } else { 0 } }

    /// The value of the interface; its text is copied, and what it is copied to
    /// moves on behind it.
    func make(textAt end: inout UnsafeMutableRawPointer) -> novi_value {
        var value = novi_value()
        value.type = type
        switch payload {
        case .integer(let number): value.as.integer = number
        case .real(let bits): value.as.real = Double(bitPattern: bits)
        case .text(let bytes):
            let copy = end.append(bytes)
            value.size = UInt32(copy.size)
            value.as.text = copy.data
        case .nowhere(let address, let size):
            value.size = size
            value.as.text = UnsafePointer(bitPattern: address)
        }
        return value
    }
}

extension UnsafeMutableRawPointer {
    /// Copies text to here, and goes on behind it.
    mutating func append(_ bytes: [UInt8]) -> novi_string {
        let start = self
        start.copyMemory(from: bytes, byteCount: bytes.count)
        self += bytes.count
        return novi_string(data: start.assumingMemoryBound(to: CChar.self), size: bytes.count)
    }
}
