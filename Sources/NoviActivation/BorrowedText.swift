// Text and values between Swift and the interface.

public import CNovi

/// A name that the host keeps until the process ends, or until the answer that
/// it belongs to has been read.
@usableFromInline
struct NameReference: Sendable {
    /// What they point to never changes.
    @usableFromInline nonisolated(unsafe) let name: OpaquePointer
    private nonisolated(unsafe) let host: UnsafePointer<novi_host>

    init(name: OpaquePointer, host: UnsafePointer<novi_host>) {
        self.name = name
        self.host = host
    }

    /// The text of the name.
    var text: String { String(host.pointee.name_text(host, name)) }
}

extension String {
    /// Copies text of the interface; bytes that are not UTF-8 are replaced.
    package init(_ text: novi_string) {
        self.init(decoding: UnsafeRawBufferPointer(text), as: UTF8.self)
    }

    /// Lends the text in the terms of the interface.
    package func withBorrowedText<R>(_ body: (novi_string) -> R) -> R {
        var copy = self
        return copy.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                body(novi_string(data: $0.baseAddress, size: $0.count))
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Takes text of the interface.
    package init(_ text: novi_string) {
        self.init(start: text.data, count: text.data == nil ? 0 : text.size)
    }
}

extension novi_string {
    /// Copies text to where it stays until the process ends.
    static func immortal(_ text: String) -> novi_string {
        text.withBorrowedText { text in
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: Swift.max(text.size, 1))
            if let data = text.data { copy.initialize(from: data, count: text.size) }
            return novi_string(data: copy, size: text.size)
        }
    }
}

extension UnsafeMutablePointer<novi_error> {
    /// Writes a sentence, cut between two characters if it does not fit.
    package func write(_ sentence: String) {
        guard let buffer = pointee.text else { return }
        var length = 0
        for character in sentence {
            let size = character.utf8.count
            guard length + size <= Int(pointee.capacity) else { break }
            for byte in character.utf8 {
                buffer[length] = CChar(bitPattern: byte)
                length += 1
            }
        }
        pointee.length = UInt32(length)
    }
}

/// Calls a function of the interface that may describe a failure.
///
/// - Parameter body: The call; it gets the buffer for the description.
/// - Returns: What the call returned, and what it wrote.
package func withErrorBuffer(
    _ body: (UnsafeMutablePointer<novi_error>) -> Int32
) -> (status: Int32, message: String) {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { buffer in
        var error = novi_error(
            size: UInt32(MemoryLayout<novi_error>.size),
            capacity: UInt32(buffer.count),
            length: 0,
            reserved: 0,
            text: buffer.baseAddress
        )
        let status = body(&error)
        let length = min(Int(error.length), buffer.count)
        return (status, String(novi_string(data: buffer.baseAddress, size: length)))
    }
}

extension UnsafeMutablePointer<novi_result> {
    /// Copies text to where it lives until the answer has been read; nil if
    /// there is no room.
    package func copy(_ text: String) -> novi_string? {
        text.withBorrowedText { text in
            guard text.size > 0, let data = text.data else { return novi_string() }
            guard let memory = pointee.allocate(self, text.size) else { return nil }
            memory.copyMemory(from: data, byteCount: text.size)
            return novi_string(data: memory.assumingMemoryBound(to: CChar.self), size: text.size)
        }
    }

    /// Sets the variant.
    @inlinable
    func setVariant(_ variant: Variant) {
        switch variant.storage {
        case .interned(let reference): pointee.variant = reference.name
        case .text(let text): setVariant(text)
        }
    }

    /// Sets a variant that was made for this answer.
    @usableFromInline
    func setVariant(_ text: String) {
        pointee.variant = text.withBorrowedText { pointee.make_name?(self, $0) }
    }

    /// Sets the value.
    @usableFromInline
    func setValue(_ value: JSONValue) {
        pointee.value =
            switch value {
            case .null: novi_value(NOVI_NULL, integer: 0)
            case .boolean(let flag): novi_value(NOVI_BOOLEAN, integer: flag ? 1 : 0)
            case .integer(let number): novi_value(NOVI_INTEGER, integer: number)
            case .double(let number): novi_value(number)
            case .string(let text): novi_value(NOVI_STRING, text: copy(text))
            case .largeInteger, .array, .object:
                novi_value(NOVI_JSON, text: copy(value.jsonText))
            }
    }
}

extension novi_value {
    /// Makes a value that is no number with a fraction and has no text.
    init(_ type: Int, integer: Int64) {
        self.init()
        self.type = UInt32(type)
        self.as.integer = integer
    }

    /// Makes a number.
    init(_ number: Double) {
        self.init()
        type = UInt32(NOVI_DOUBLE)
        self.as.real = number
    }

    /// Makes a value with text, which stays where it is; without one there is
    /// no value.
    init(_ type: Int, text: novi_string?) {
        self.init()
        guard let text else { return }
        self.type = UInt32(type)
        size = UInt32(text.size)
        self.as.text = text.data
    }
}
