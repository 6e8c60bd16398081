/// Turns values into JSON text in UTF-8.
struct JSONWriter {
    var bytes: [UInt8]

    /// By how many spaces each level moves to the right; nil for no white space
    /// at all.
    let indent: Int?

    /// Whether numbers that JSON lacks are written as Python writes them.
    let keepsNonFinite: Bool

    private var depth = 0

    init(appendingTo bytes: [UInt8] = [], indent: Int? = nil, keepsNonFinite: Bool = false) {
        self.bytes = bytes
        self.indent = indent
        self.keepsNonFinite = keepsNonFinite
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: writeWord("null")
        case .boolean(let value): writeWord(value ? "true" : "false")
        case .integer(let value): writeWord(String(value))
        case .largeInteger(let digits): writeWord(digits)
        case .double(let value): writeWord(word(for: value))
        case .string(let text): writeString(text)
        case .array(let elements): writeItems(elements, in: "[", "]") { $0.write($1) }
        case .object(let members): writeItems(members, in: "{", "}") { $0.writeMember($1) }
        }
    }

    private func word(for value: Double) -> String {
        if value.isFinite { return String(value) }
        guard keepsNonFinite else { return "null" }
        return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
    }

    private mutating func writeMember(_ member: JSONObject.Element) {
        writeString(member.key)
        writeMark(":")
        if indent != nil { writeMark(" ") }
        write(member.value)
    }

    private mutating func writeItems<Items: Collection>(
        _ items: Items,
        in opening: Unicode.Scalar,
        _ closing: Unicode.Scalar,
        _ writeItem: (inout JSONWriter, Items.Element) -> Void
    ) {
        writeMark(opening)
        depth += 1
        var isFirst = true
        for item in items {
            if !isFirst { writeMark(",") }
            isFirst = false
            startLine()
            writeItem(&self, item)
        }
        depth -= 1
        if !isFirst { startLine() }
        writeMark(closing)
    }

    private mutating func startLine() {
        guard let indent else { return }
        writeMark("\n")
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * indent))
    }

    private mutating func writeMark(_ mark: Unicode.Scalar) {
        bytes.append(UInt8(ascii: mark))
    }

    private mutating func writeWord(_ word: String) {
        bytes.append(contentsOf: word.utf8)
    }
}

// MARK: - Strings

extension JSONWriter {
    private mutating func writeString(_ text: String) {
        writeMark("\"")
        text.utf8.span.bytes.withUnsafeBytes { text in
            if text.contains(where: Self.needsEscape) {
                for byte in text { writeEscaping(byte) }
            } else {
                bytes.append(contentsOf: text)
            }
        }
        writeMark("\"")
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func writeEscaping(_ byte: UInt8) {
        guard Self.needsEscape(byte) else { return bytes.append(byte) }
        switch Unicode.Scalar(byte) {
        case "\"": writeWord(#"\""#)
        case "\\": writeWord(#"\\"#)
        case "\u{8}": writeWord(#"\b"#)
        case "\u{C}": writeWord(#"\f"#)
        case "\n": writeWord(#"\n"#)
        case "\r": writeWord(#"\r"#)
        case "\t": writeWord(#"\t"#)
        default: writeWord((byte < 0x10 ? #"\u000"# : #"\u00"#) + String(byte, radix: 16))
        }
    }
}
