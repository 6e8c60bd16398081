/// A cursor over JSON text that checks what it passes.
///
/// It reads what RFC 8259 defines, and what Python's `json.loads` reads beyond
/// that: `NaN`, `Infinity`, `-Infinity`, and whole numbers of any size up to
/// 4,300 digits. Containers may be 512 deep. Each function skips white space
/// before what it reads, and stops right behind it.
///
/// The reader borrows its bytes: they must outlive it.
package struct JSONReader {
    let bytes: UnsafeRawBufferPointer

    /// How many bytes have been read.
    package internal(set) var position = 0

    /// How many arrays and objects are open.
    var depth = 0

    /// How many may be: each takes space on the stack.
    static let depthLimit = 512

    /// Makes a reader at the start of a text.
    ///
    /// - Parameter bytes: The text; the rest of the reader relies on it being
    ///   UTF-8.
    /// - Throws: `JSONError` if the bytes are not UTF-8.
    package init(_ bytes: UnsafeRawBufferPointer) throws(JSONError) {
        self.bytes = bytes
        do {
            _ = try UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span)
        } catch {
            throw JSONError("Invalid UTF-8", at: error.byteOffsets.lowerBound)
        }
    }

    /// Whether nothing but white space is left.
    package var isAtEnd: Bool {
        var rest = self
        rest.skipWhitespace()
        return rest.position == bytes.count
    }

    /// Moves to the next byte that is not white space.
    package mutating func skipWhitespace() {
        skip { $0 == " " || $0 == "\n" || $0 == "\r" || $0 == "\t" }
    }

    /// Passes one punctuation mark.
    ///
    /// - Parameter mark: The ASCII character that has to come next.
    /// - Throws: `JSONError` if something else comes.
    package mutating func expect(_ mark: Unicode.Scalar) throws(JSONError) {
        guard skip(mark) else { throw error("Expected '\(mark)'") }
    }

    /// Checks that nothing but white space is left.
    ///
    /// - Throws: `JSONError` if there is more.
    package mutating func expectEnd() throws(JSONError) {
        skipWhitespace()
        guard position == bytes.count else { throw error("Expected the end of the text") }
    }
}

// MARK: - Cursor

extension JSONReader {
    /// The next byte as a character, which is the right one if it is ASCII; NUL
    /// at the end.
    var current: Unicode.Scalar {
        position < bytes.count ? Unicode.Scalar(bytes[position]) : "\0"
    }

    /// Passes the bytes that a condition holds for.
    mutating func skip(while condition: (Unicode.Scalar) -> Bool) {
        var end = position
        while end < bytes.count, condition(Unicode.Scalar(bytes[end])) { end += 1 }
        position = end
    }

    /// Passes white space, and one punctuation mark if it comes next.
    mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        skipWhitespace()
        guard current == mark else { return false }
        position += 1
        return true
    }

    /// The bytes of a range as text.
    func text(_ range: Range<Int>) -> String {
        let slice = UnsafeRawBufferPointer(rebasing: bytes[range])
        // The initialiser has checked that the whole text is UTF-8.
        return String(copying: UTF8Span(unchecked: slice.bindMemory(to: UInt8.self).span))
    }

    func error(_ reason: String) -> JSONError { JSONError(reason, at: position) }
}
