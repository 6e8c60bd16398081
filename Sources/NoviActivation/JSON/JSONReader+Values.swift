extension JSONReader {
    /// Tells what the next value is, without reading it.
    ///
    /// - Returns: The kind, or nil if no value begins here.
    package mutating func peekKind() -> JSONKind? {
        skipWhitespace()
        return switch current {
        case "{": .object
        case "[": .array
        case "\"": .string
        case "-", "0"..."9", "N", "I": .number
        case "t", "f": .boolean
        case "n": .null
        default: nil
        }
    }

    /// Reads the next value.
    ///
    /// - Returns: The value and everything in it.
    /// - Throws: `JSONError` if there is none, or one that breaks a rule.
    package mutating func readValue() throws(JSONError) -> JSONValue {
        switch peekKind() {
        case .object: return .object(try readObject())
        case .array: return .array(try readArray())
        case .string: return .string(try readString())
        case .number: return try readNumber()
        case .boolean: return .boolean(try readBoolean())
        case .null:
            try readWord("null")
            return .null
        case nil: throw error("Expected a value")
        }
    }

    /// Passes the next value and checks it as closely as reading does, but
    /// builds nothing.
    ///
    /// - Returns: Which bytes the value takes.
    /// - Throws: `JSONError` if there is none, or one that breaks a rule.
    @discardableResult
    package mutating func skipValue() throws(JSONError) -> Range<Int> {
        let kind = peekKind()
        let start = position
        switch kind {
        case .object: try forEachMember { reader, key throws(JSONError) in try reader.skipValue() }
        case .array: try forEachElement { reader throws(JSONError) in try reader.skipValue() }
        case .string: _ = try scanString()
        case .number: _ = try scanNumber()
        case .boolean: _ = try readBoolean()
        case .null: try readWord("null")
        case nil: throw error("Expected a value")
        }
        return start..<position
    }

    /// Reads `true` or `false`.
    ///
    /// - Returns: What it says.
    /// - Throws: `JSONError` if something else comes.
    package mutating func readBoolean() throws(JSONError) -> Bool {
        skipWhitespace()
        let isTrue = current == "t"
        try readWord(isTrue ? "true" : "false")
        return isTrue
    }

    mutating func readWord(_ word: StaticString) throws(JSONError) {
        let expected = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[position...].starts(with: expected) else { throw error("Expected \(word)") }
        position += expected.count
    }
}
