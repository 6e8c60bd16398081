extension String {
    /// Decodes percent-encoded text, once.
    ///
    /// Where no two hexadecimal digits follow it, a percent sign stands for
    /// itself, because Python's requests sends `14% off` as `14%%20off`. A
    /// plus is a plus. If the result is not UTF-8, the text stays as it is.
    ///
    /// - Parameter text: A part of a path, as it was sent.
    init(percentDecoding text: Substring.UTF8View) {
        let literal = String(Substring(text))
        guard text.contains(UInt8(ascii: "%")) else {
            self = literal
            return
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let escaped = Self.hexadecimalByte(rest.prefix(2)) {
                decoded.append(escaped)
                rest.removeFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        self = String(validating: decoded, as: UTF8.self) ?? literal
    }

    /// The byte that two hexadecimal digits write; nil if they do not.
    private static func hexadecimalByte(_ digits: Substring.UTF8View) -> UInt8? {
        let values = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        return values.count == 2 ? UInt8(values[0] * 16 + values[1]) : nil
    }
}
