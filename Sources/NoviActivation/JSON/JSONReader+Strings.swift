/// A string that a reader has passed and checked, but not made.
package struct ScannedString: Sendable {
    /// The bytes between the quotation marks.
    package let range: Range<Int>

    /// Whether the bytes are not the text itself, because some of it is
    /// escaped.
    package let hasEscapes: Bool
}

extension JSONReader {
    /// Reads a string.
    ///
    /// - Returns: The text.
    /// - Throws: `JSONError` if there is none, or one that breaks a rule.
    package mutating func readString() throws(JSONError) -> String {
        try text(of: scanString())
    }

    /// Passes a string without making it.
    ///
    /// - Returns: Where it is.
    /// - Throws: `JSONError` if there is none, or one that breaks a rule.
    package mutating func scanString() throws(JSONError) -> ScannedString {
        guard skip("\"") else { throw error("Expected '\"'") }
        let start = position
        var hasEscapes = false
        skipPlainText()
        while current == "\\" {
            hasEscapes = true
            _ = try readEscape()
            skipPlainText()
        }
        let end = position
        guard current == "\"" else {
            throw error(end < bytes.count ? "Unescaped control character" : "Unfinished string")
        }
        position += 1
        return ScannedString(range: start..<end, hasEscapes: hasEscapes)
    }

    /// Makes a string that has been passed.
    ///
    /// - Parameter string: What this reader's `scanString` has returned.
    /// - Returns: The text, without escapes.
    /// - Throws: Nothing for a string of this reader.
    package func text(of string: ScannedString) throws(JSONError) -> String {
        guard string.hasEscapes else { return text(string.range) }
        var reader = self
        reader.position = string.range.lowerBound
        var result = ""
        while true {
            let start = reader.position
            reader.skipPlainText()
            result += text(start..<reader.position)
            guard reader.position < string.range.upperBound else { return result }
            result.unicodeScalars.append(try reader.readEscape())
        }
    }

    private mutating func skipPlainText() {
        skip { $0 >= " " && $0 != "\"" && $0 != "\\" }
    }
}

// MARK: - Escapes

extension JSONReader {
    private mutating func readEscape() throws(JSONError) -> Unicode.Scalar {
        position += 1
        let letter = current
        position += 1
        switch letter {
        case "\"", "\\", "/": return letter
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": return try readUnicodeEscape()
        default: throw JSONError("Unknown escape", at: position - 2)
        }
    }

    /// Reads the digits after `\u`, and the second half if they are the first
    /// half of a pair.
    ///
    /// One half alone stands for no character. JavaScript writes such when a
    /// text was cut in the middle of a pair; it is read as U+FFFD.
    private mutating func readUnicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let high = try readFourHexDigits()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard 0xD800..<0xDC00 ~= high, bytes[position...].starts(with: #"\u"#.utf8) else {
            return "\u{FFFD}"
        }
        let end = position
        position += 2
        let low = try readFourHexDigits()
        guard 0xDC00..<0xE000 ~= low,
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else {
            position = end
            return "\u{FFFD}"
        }
        return scalar
    }

    private mutating func readFourHexDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(current).hexDigitValue else {
                throw error("Expected four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
