extension JSONValue {
    /// Reads a JSON text.
    ///
    /// The text is what RFC 8259 defines, or one of the things that Python's
    /// `json.loads` reads beyond that: `NaN`, `Infinity`, `-Infinity`, numbers
    /// too large for a double, which become infinite, and whole numbers of up
    /// to 4,300 digits. Arrays and objects may be 512 deep. Of two members with
    /// the same key the last one counts.
    ///
    /// - Parameter text: The whole text.
    /// - Throws: `JSONError` if the text is not JSON.
    public init(parsing text: String) throws(JSONError) {
        self = try text.utf8.span.bytes.withUnsafeBytes { bytes throws(JSONError) in
            try JSONValue(parsing: bytes)
        }
    }

    /// Reads a JSON text in UTF-8.
    ///
    /// - Parameter bytes: The whole text, without a byte order mark.
    /// - Throws: `JSONError` if the bytes are not JSON in UTF-8.
    public init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
        var reader = try JSONReader(bytes)
        self = try reader.readValue()
        try reader.expectEnd()
    }
}
