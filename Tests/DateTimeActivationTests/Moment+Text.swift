import DateTimeActivation

/// Reads what a text in a test means.
///
/// The meaning is written in one form, with decimals of the second if there are any.
func moment(_ meaning: String) throws -> Moment {
    let format = meaning.contains(".") ? "%Y-%m-%d %H:%M:%S.%f" : "%Y-%m-%d %H:%M:%S"
    return try DateTimeFormat(format).parse(meaning)
}

/// Reads a text in a format, or returns nil where that is an error.
func reading(of text: String, as format: String) -> Moment? {
    try? DateTimeFormat(format).parse(text)
}
