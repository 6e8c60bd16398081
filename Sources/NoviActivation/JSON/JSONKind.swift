/// What a value is, as its first byte tells.
package enum JSONKind: Sendable {
    /// The literal `null`.
    case null
    /// The literal `true` or `false`.
    case boolean
    /// A number.
    case number
    /// A text.
    case string
    /// A list of values.
    case array
    /// Named values.
    case object
}
