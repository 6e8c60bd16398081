extension JSONReader {
    /// Reads an object, and leaves the value of each member to a closure.
    ///
    /// - Parameter readMember: Gets the reader in front of the value, and the
    ///   key; it must read or skip exactly the value.
    /// - Throws: `JSONError` if the object breaks a rule, and whatever the
    ///   closure throws.
    package mutating func forEachMember(
        _ readMember: (inout JSONReader, ScannedString) throws(JSONError) -> Void
    ) throws(JSONError) {
        try forEachItem(from: "{", to: "}") { reader throws(JSONError) in
            let key = try reader.scanString()
            try reader.expect(":")
            try readMember(&reader, key)
        }
    }

    /// Reads an array, and leaves each element to a closure.
    ///
    /// - Parameter readElement: Gets the reader in front of the element; it
    ///   must read or skip exactly the element.
    /// - Throws: `JSONError` if the array breaks a rule, and whatever the
    ///   closure throws.
    package mutating func forEachElement(
        _ readElement: (inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        try forEachItem(from: "[", to: "]", readElement)
    }

    private mutating func forEachItem(
        from opening: Unicode.Scalar,
        to closing: Unicode.Scalar,
        _ readItem: (inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        try expect(opening)
        guard depth < Self.depthLimit else { throw error("Nested too deep") }
        depth += 1
        if !skip(closing) {
            repeat { try readItem(&self) } while try skipComma(before: closing)
        }
        depth -= 1
    }

    private mutating func skipComma(before closing: Unicode.Scalar) throws(JSONError) -> Bool {
        if skip(",") { return true }
        guard skip(closing) else { throw error("Expected ',' or '\(closing)'") }
        return false
    }

    mutating func readObject() throws(JSONError) -> JSONObject {
        var object = JSONObject()
        try forEachMember { reader, key throws(JSONError) in
            let key = try reader.text(of: key)
            object[key] = try reader.readValue()
        }
        return object
    }

    mutating func readArray() throws(JSONError) -> [JSONValue] {
        var array: [JSONValue] = []
        try forEachElement { reader throws(JSONError) in
            array.append(try reader.readValue())
        }
        return array
    }
}
