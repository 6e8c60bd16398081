/// A span of time, from a start up to but not including an end.
///
/// Start, end and every text asked about have the same format. A window whose
/// end is not after its start is empty.
package struct DateTimeWindow: Sendable {
    private let format: DateTimeFormat
    private let start: Moment
    private let end: Moment

    /// Makes a window from texts.
    ///
    /// - Parameters:
    ///   - start: The first moment within the window.
    ///   - end: The first moment after the window.
    ///   - format: The format of both, and of the texts asked about.
    /// - Throws: ``DateTimeFormatError`` when the format is wrong or one of the
    ///   texts does not have it.
    package init(start: String, end: String, format: String) throws(DateTimeFormatError) {
        self.format = try DateTimeFormat(format)
        self.start = try self.format.parse(start)
        self.end = try self.format.parse(end)
    }

    /// Returns whether a moment lies within the window.
    ///
    /// - Parameter text: The moment, in UTF-8 and in the format of the window.
    /// - Returns: True from the start on, until the end.
    /// - Throws: ``DateTimeFormatError`` when the text does not have the format.
    package func contains(_ text: UnsafeRawBufferPointer) throws(DateTimeFormatError) -> Bool {
        let moment = try format.parse(text)
        return start <= moment && moment < end
    }
}
