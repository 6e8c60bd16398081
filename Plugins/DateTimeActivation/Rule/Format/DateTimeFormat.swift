/// A format of dates and times that reads a text exactly as CPython 3.11 does.
///
/// The rules are those of `datetime.strptime` in the C locale and in UTC,
/// oddities included: letters match in either case, white space in the format
/// matches any white space in the text, some digits may be of any script, and a
/// date without a year is in 1900.
///
/// A format is compiled once. Parsing allocates nothing unless it fails.
///
///     let format = try DateTimeFormat("%Y-%m-%d")
///     let isEarlier = try format.parse("2024-02-29") < format.parse("2024-03-01")
package struct DateTimeFormat: Sendable {
    private let source: String
    private let steps: ContiguousArray<Step>
    private let rule: DateRule

    /// Compiles a format.
    ///
    /// - Parameter format: The format, with the directives of Python's
    ///   `strptime`.
    /// - Throws: ``DateTimeFormatError`` when no text at all could be parsed:
    ///   a directive is unknown, incomplete, used twice or in a combination that
    ///   names no date.
    package init(_ format: String) throws(DateTimeFormatError) {
        let compiler = try FormatCompiler(format)
        source = format
        steps = compiler.steps
        rule = try DateRule(compiler.directives, format: format)
    }

    /// Parses a text.
    ///
    /// - Parameter text: The text in UTF-8. Bytes that are not UTF-8 match nothing.
    /// - Returns: The moment that the text names. Moments of one format are
    ///   comparable.
    /// - Throws: ``DateTimeFormatError`` when the text does not have this format
    ///   or names no date and time.
    package func parse(_ text: UnsafeRawBufferPointer) throws(DateTimeFormatError) -> Moment {
        var matcher = Matcher(UTF8Text(text))
        guard let end = matcher.match(steps.span) else {
            throw .mismatch(text: String(decoding: text, as: UTF8.self), format: source)
        }
        guard end == text.count else {
            let rest = UnsafeRawBufferPointer(rebasing: text[end...])
            throw .unconvertedText(String(decoding: rest, as: UTF8.self), format: source)
        }
        guard let moment = Moment(matcher.fields, rule) else {
            throw .noSuchMoment(text: String(decoding: text, as: UTF8.self), format: source)
        }
        return moment
    }

    /// Parses a text.
    ///
    /// - Parameter text: The text.
    /// - Returns: The moment that the text names.
    /// - Throws: ``DateTimeFormatError`` when the text does not have this format
    ///   or names no date and time.
    package func parse(_ text: String) throws(DateTimeFormatError) -> Moment {
        try text.utf8.span.withUnsafeBytes { bytes throws(DateTimeFormatError) in
            try parse(bytes)
        }
    }
}
