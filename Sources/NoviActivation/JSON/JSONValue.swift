/// A piece of JSON.
///
/// Two values are equal if they are of the same case and hold the same: `1` and
/// `1.0` differ, texts compare by code points, and the order of an object's
/// members does not matter.
///
/// ```swift
/// let config = try JSONValue(parsing: #"{"plans": ["free", "team"]}"#)
/// config["plans"]?[1]?.string  // "team"
/// ```
public enum JSONValue: Sendable {
    /// The literal `null`.
    case null
    /// The literal `true` or `false`.
    case boolean(Bool)
    /// A number without fraction and exponent.
    case integer(Int64)
    /// A number without fraction and exponent that does not fit into 64 bits,
    /// as its digits.
    ///
    /// The digits have no leading zeros, and a minus sign before them if there
    /// is one.
    case largeInteger(String)
    /// A number with a fraction or an exponent; may be infinite or not a
    /// number.
    case double(Double)
    /// A text.
    case string(String)
    /// A list of values.
    case array([JSONValue])
    /// Named values.
    case object(JSONObject)
}

// MARK: - Access

extension JSONValue {
    /// The value of a boolean, else nil.
    public var boolean: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    /// The value of a whole number that fits into 64 bits, else nil.
    public var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The value of a number, else nil.
    ///
    /// A whole number becomes the nearest double, which is infinite beyond a
    /// double's range.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .largeInteger(let digits): Double(digits)
        case .double(let value): value
        default: nil
        }
    }

    /// The text of a string, else nil.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements of an array, else nil.
    public var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members of an object, else nil.
    public var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member of an object with a key; nil if there is none or this is no
    /// object.
    public subscript(key: String) -> JSONValue? { object?[key] }

    /// The element of an array at an index; nil if there is none or this is no
    /// array.
    public subscript(index: Int) -> JSONValue? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }
}

// MARK: - Equality

extension JSONValue: Hashable {
    /// Tells whether two values are of the same case and hold the same.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.boolean(let left), .boolean(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.largeInteger(let left), .largeInteger(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.string(let left), .string(let right)): ExactText(left) == ExactText(right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    /// Feeds the value into a hasher.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .boolean(let value): hasher.combine(value)
        case .integer(let value): hasher.combine(value)
        case .largeInteger(let digits): hasher.combine(digits)
        case .double(let value): hasher.combine(value)
        case .string(let text): hasher.combine(ExactText(text))
        case .array(let elements): hasher.combine(elements)
        case .object(let members): hasher.combine(members)
        }
    }
}
