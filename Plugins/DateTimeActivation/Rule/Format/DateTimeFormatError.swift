/// Why a format could not be compiled, or a text not parsed with it.
package enum DateTimeFormatError: Error, Hashable {
    /// A percent sign is followed by a letter that means nothing.
    case unknownDirective(Unicode.Scalar, format: String)
    /// The format ends with a percent sign.
    case strayPercentSign(format: String)
    /// A directive occurs twice, be it within `%c`, `%x` or `%X`.
    case repeatedDirective(Unicode.Scalar, format: String)
    /// The directives of the ISO 8601 week date do not make up one.
    case incompleteWeekDate(format: String)
    /// The text does not have the format.
    case mismatch(text: String, format: String)
    /// The text has the format, but goes on.
    case unconvertedText(String, format: String)
    /// The text has the format, but the calendar, the clock or the offset has no such value.
    case noSuchMoment(text: String, format: String)
}

extension DateTimeFormatError: CustomStringConvertible {
    /// One sentence that says what failed, and on what.
    package var description: String {
        switch self {
        case .unknownDirective(let letter, let format):
            "The format '\(format)' has a directive that is not known: %\(letter)."
        case .strayPercentSign(let format):
            "The format '\(format)' ends with a stray percent sign; write %% for the sign itself."
        case .repeatedDirective(let letter, let format):
            "The format '\(format)' uses %\(letter) more than once (%c, %x and %X stand for several)."
        case .incompleteWeekDate(let format):
            "The format '\(format)' must use %G, %V and a weekday together, without %Y, %y or %j."
        case .mismatch(let text, let format):
            "The text '\(text)' does not match the format '\(format)'."
        case .unconvertedText(let text, let format):
            "The text '\(text)' is left over after the format '\(format)'."
        case .noSuchMoment(let text, let format):
            "The text '\(text)' matches the format '\(format)' but names no date and time."
        }
    }
}
