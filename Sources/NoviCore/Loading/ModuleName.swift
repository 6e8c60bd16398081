/// The names that files and folders give to classes.
package enum ModuleName {
    /// Tells whether bytes can be one part of a qualified name.
    ///
    /// Such a part is `[A-Za-z_][A-Za-z0-9_]*`, at most 255 bytes.
    ///
    /// - Parameter name: The bytes.
    /// - Returns: Whether they can.
    package static func isLegal(_ name: some Collection<UInt8>) -> Bool {
        guard let first = name.first, name.count <= 255, isLetter(first) else { return false }
        return name.allSatisfy { isLetter($0) || isDigit($0) }
    }

    /// Whether a file's name is that of a library.
    static func isLibrary(_ file: [UInt8]) -> Bool {
        file.count > 3 && file.suffix(3).elementsEqual(".so".utf8)
    }

    /// The part of a file's name that counts: without `.so`, and without one
    /// leading `lib`, which SwiftPM always adds.
    ///
    /// - Parameter file: The name of a file; it ends in `.so`.
    /// - Returns: The stem.
    static func stem(ofFile file: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let stem = file.dropLast(3)
        return stem.starts(with: "lib".utf8) && stem.count > 3 ? stem.dropFirst(3) : stem
    }

    /// Makes a legal name that resembles one that is not.
    ///
    /// - Parameter name: The name that is not legal.
    /// - Returns: The legal one.
    package static func proposal(for name: some Collection<UInt8>) -> String {
        var legal = name.map { isLetter($0) || isDigit($0) ? $0 : UInt8(ascii: "_") }
        if legal.first.map(isDigit) ?? true { legal.insert(UInt8(ascii: "_"), at: 0) }
        return String(decoding: legal.prefix(255), as: UTF8.self)
    }

    /// Bytes for people: what is not UTF-8 or cannot be printed as `\xHH`.
    static func printable(_ name: some Collection<UInt8>) -> String {
        guard let text = String(validating: name, as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else {
            return name.reduce(into: "") { text, byte in
                if (0x20...0x7E).contains(byte) {
                    text.unicodeScalars.append(Unicode.Scalar(byte))
                } else {
                    let digits = String(byte, radix: 16, uppercase: true)
                    text += "\\x" + (digits.count < 2 ? "0" : "") + digits
                }
            }
        }
        return text
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
