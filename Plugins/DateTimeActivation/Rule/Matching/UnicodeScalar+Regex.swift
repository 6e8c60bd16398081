// How the regular expressions of Python 3.11 class and compare characters. It
// knows Unicode 14: what came later is no digit and has no other case.
//
// What asks the Unicode tables stays out of line: inlined, it would make each
// caller set up room for the answers, even for ASCII.
extension Unicode.Scalar {
    /// Whether this is white space, to which Python adds the four separators of ASCII.
    var isSpace: Bool {
        isASCII
            ? (0x09...0x0D).contains(value) || (0x1C...0x20).contains(value)
            : isUnicodeSpace
    }

    /// The value of a decimal digit of any script.
    var decimalDigit: Int? {
        @inline(never) get {
            guard isInUnicode14, properties.numericType == .decimal else { return nil }
            return properties.numericValue.map { Int($0) }
        }
    }

    /// Returns whether the two are the same, or would be if not for case.
    func isEqualIgnoringCase(to other: Self) -> Bool {
        self == other || hasSameUppercase(as: other)
    }

    private var isUnicodeSpace: Bool {
        @inline(never) get { properties.isWhitespace }
    }

    @inline(never)
    private func hasSameUppercase(as other: Self) -> Bool {
        isInUnicode14 && other.isInUnicode14
            && uppercaseOfLowercase.elementsEqual(other.uppercaseOfLowercase)
    }

    /// What all characters that differ only in case have in common.
    private var uppercaseOfLowercase: String.UnicodeScalarView {
        let lowercase = properties.lowercaseMapping.unicodeScalars.first ?? self
        return lowercase.properties.uppercaseMapping.unicodeScalars
    }

    private var isInUnicode14: Bool {
        properties.age.map { $0.major <= 14 } ?? false
    }
}
