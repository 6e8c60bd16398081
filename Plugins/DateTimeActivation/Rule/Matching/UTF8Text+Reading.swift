extension UTF8Text {
    /// Returns where a byte at an offset ends, if it stands there.
    func end(of byte: UInt8, at offset: Int) -> Int? {
        self[offset] == byte ? offset + 1 : nil
    }

    /// Returns where a character at an offset ends, if it stands there in either case.
    func end(of literal: Unicode.Scalar, at offset: Int) -> Int? {
        guard let found = scalar(at: offset), found.value.isEqualIgnoringCase(to: literal) else {
            return nil
        }
        return found.end
    }

    /// Returns where the white space at an offset ends, if there is any.
    func endOfSpaces(at offset: Int) -> Int? {
        var end = offset
        while let found = scalar(at: end), found.value.isSpace {
            end = found.end
        }
        return end > offset ? end : nil
    }

    /// Reads the digit at an offset, if there is one of any script.
    func digit(at offset: Int) -> Digit? {
        guard let byte = self[offset] else { return nil }
        if (0x30...0x39).contains(byte) {
            return Digit(value: Int(byte) - 0x30, isASCII: true, end: offset + 1)
        }
        guard byte >= 0x80, let found = scalar(at: offset), let value = found.value.decimalDigit
        else { return nil }
        return Digit(value: value, isASCII: false, end: found.end)
    }
}

/// A decimal digit in a text.
struct Digit {
    /// Its value, from 0 to 9.
    let value: Int
    /// Whether it is one of ASCII, rather than of another script.
    let isASCII: Bool
    /// The offset where it ends.
    let end: Int
}
