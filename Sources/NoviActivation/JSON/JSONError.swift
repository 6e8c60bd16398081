/// Why a text is not JSON.
public struct JSONError: Error, Hashable {
    /// What is wrong, without the place, such as "Expected ',' or '}'".
    public let reason: String

    /// Where it is wrong: the number of UTF-8 bytes before the place.
    public let offset: Int

    package init(_ reason: String, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    /// One sentence that says what is wrong and where.
    public var description: String { "\(reason) at byte \(offset)." }
}
