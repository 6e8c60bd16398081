import NoviActivation
import Testing

struct JSONReaderTests {
    private func read<Result>(
        _ text: String,
        _ body: (inout JSONReader) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        try text.utf8.span.bytes.withUnsafeBytes { bytes throws(JSONError) in
            var reader = try JSONReader(bytes)
            return try body(&reader)
        }
    }

    @Test(
        arguments: [
            ("null", .null),
            (" true", .boolean),
            ("\nfalse", .boolean),
            ("-1", .number),
            ("7", .number),
            ("NaN", .number),
            ("Infinity", .number),
            (#""""#, .string),
            ("[", .array),
            ("{", .object),
            ("]", nil),
            ("", nil),
        ] as [(String, JSONKind?)]
    )
    func `the next value's kind shows before it is read`(text: String, kind: JSONKind?) throws {
        #expect(try read(text) { reader in reader.peekKind() } == kind)
    }

    @Test(arguments: [
        ("  null ,", 2..<6),
        (#"{"a": [1, {"b": "]"}, -2.5e3]} "#, 0..<30),
        (#" "\u0041\ud83d\ude00" "#, 1..<21),
        ("[NaN, true]", 0..<11),
        ("12345678901234567890", 0..<20),
    ])
    func `a skipped value is the bytes that it takes`(text: String, range: Range<Int>) throws {
        #expect(try read(text) { reader throws(JSONError) in try reader.skipValue() } == range)
    }

    @Test(arguments: [
        "[1,]", #"{"a":}"#, #"["\u00"]"#, "[01]", "[1.]", "[nul]", "[\"\u{1}\"]", "",
        String(repeating: "[", count: 513), String(repeating: "1", count: 4301),
    ])
    func `skipping finds the same mistakes as reading`(text: String) throws {
        let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(throws: error) {
            try read(text) { reader throws(JSONError) in try reader.skipValue() }
        }
    }

    @Test func `an object is taken apart without making values`() throws {
        var sizes: [String: Int] = [:]
        try read(#"{"plan": "team", "n\u0061mes": ["a", "b"], "": null}"#) {
            reader throws(JSONError) in
            try reader.forEachMember { reader, key throws(JSONError) in
                sizes[try reader.text(of: key)] = try reader.skipValue().count
            }
            try reader.expectEnd()
        }
        #expect(sizes == ["plan": 6, "names": 10, "": 4])
    }

    @Test func `an array is taken apart element by element`() throws {
        let words = try read(#"["a", "b\n", ""]"#) { reader throws(JSONError) in
            var words: [String] = []
            try reader.forEachElement { reader throws(JSONError) in
                words.append(try reader.readString())
            }
            return words
        }
        #expect(words == ["a", "b\n", ""])
    }

    @Test func `a scanned string tells whether its bytes are its text`() throws {
        try read(#"["plain", "esc\u0061ped"]"#) { reader throws(JSONError) in
            var scanned: [ScannedString] = []
            try reader.forEachElement { reader throws(JSONError) in
                scanned.append(try reader.scanString())
            }
            #expect(scanned.map(\.range) == [2..<7, 11..<23])
            #expect(scanned.map(\.hasEscapes) == [false, true])
        }
    }

    @Test func `marks are passed one by one`() throws {
        try read(" [ 1 : 2 ] \n") { reader throws(JSONError) in
            try reader.expect("[")
            #expect(try reader.readValue() == 1)
            try reader.expect(":")
            #expect(!reader.isAtEnd)
            #expect(try reader.readValue() == 2)
            try reader.expect("]")
            #expect(reader.isAtEnd)
            #expect(reader.position == 10)
        }
    }
}
