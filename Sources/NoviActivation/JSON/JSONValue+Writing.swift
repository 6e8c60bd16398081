extension JSONValue {
    /// The value as JSON text without white space.
    ///
    /// A double has a point or an exponent, and the fewest digits that read as
    /// the same double. JSON has no infinite numbers: they, and what is not a
    /// number, become `null`.
    public var jsonText: String { text(indent: nil) }

    /// The value as Python's `json` writes it, for values that are handed on:
    /// with `NaN`, `Infinity` and `-Infinity`, which JSON lacks.
    package var pythonText: String {
        var writer = JSONWriter(keepsNonFinite: true)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Writes the value as readable JSON text, a line for each member and
    /// element.
    ///
    /// - Parameter indent: By how many spaces each level moves to the right.
    /// - Returns: The text, without a line break at its end.
    package func jsonText(indent: Int) -> String { text(indent: indent) }

    /// Appends the value's `jsonText` in UTF-8.
    ///
    /// - Parameter bytes: Where the text goes.
    package func write(to bytes: inout [UInt8]) {
        var writer = JSONWriter(appendingTo: bytes)
        bytes = []
        writer.write(self)
        bytes = writer.bytes
    }

    private func text(indent: Int?) -> String {
        var writer = JSONWriter(indent: indent)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension JSONValue: CustomStringConvertible {
    /// The value as JSON text without white space.
    public var description: String { jsonText }
}
