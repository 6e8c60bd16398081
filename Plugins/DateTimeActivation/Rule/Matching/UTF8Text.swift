/// The bytes of a text, read at any offset without leaving their bounds.
///
/// Nothing else touches the memory of a text. It must not be kept beyond the
/// call that was lent the bytes.
struct UTF8Text {
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The byte at an offset, which is not negative, or nil after the end.
    subscript(offset: Int) -> UInt8? {
        offset < bytes.count ? bytes[offset] : nil
    }

    /// Reads the character at an offset, or nil where there is none in good UTF-8.
    func scalar(at offset: Int) -> Reading<Unicode.Scalar>? {
        guard let byte = self[offset] else { return nil }
        return byte < 0x80
            ? Reading(value: Unicode.Scalar(byte), end: offset + 1)
            : multibyteScalar(at: offset)
    }

    @inline(never)
    private func multibyteScalar(at offset: Int) -> Reading<Unicode.Scalar>? {
        var parser = UTF8.ForwardParser()
        var rest = bytes[offset...].makeIterator()
        guard case .valid(let encoded) = parser.parseScalar(from: &rest) else { return nil }
        return Reading(value: UTF8.decode(encoded), end: offset + encoded.count)
    }
}
