package import NoviActivation

extension JSONValue {
    /// Tells whether Python's `==` holds between two values that `json.loads`
    /// has read.
    ///
    /// Numbers and booleans compare by their exact value: `1`, `1.0` and `true`
    /// are equal, and 2^53 + 1 differs from the double next to it. Texts
    /// compare by code points.
    ///
    /// - Parameter other: What to compare with.
    /// - Returns: Whether both are equal.
    package func isEqualInPython(to other: JSONValue) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.string(let left), .string(let right)): ExactText(left) == ExactText(right)
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isSameInPython(as: $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.allSatisfy { right[$0.key]?.isSameInPython(as: $0.value) ?? false }
        default: isSameNumber(as: other)
        }
    }

    /// Tells whether the value is a text with these code points.
    ///
    /// - Parameter text: The text to compare with, in UTF-8.
    /// - Returns: Whether both are equal.
    package func isEqualInPython(to text: UnsafeRawBufferPointer) -> Bool {
        guard case .string(let value) = self else { return false }
        return value.utf8.count == text.count && value.utf8.elementsEqual(text)
    }

    /// Tells whether Python finds two elements of containers equal.
    ///
    /// There it looks whether both are one object before it compares them, and
    /// `json.loads` makes each NaN the same object.
    private func isSameInPython(as other: JSONValue) -> Bool {
        if case (.double(let left), .double(let right)) = (self, other), left.isNaN, right.isNaN {
            return true
        }
        return isEqualInPython(to: other)
    }

    private func isSameNumber(as other: JSONValue) -> Bool {
        switch (number, other.number) {
        case (.integer(let left), .integer(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.integer(let integer), .double(let double)),
            (.double(let double), .integer(let integer)):
            Int64(exactly: double) == integer
        case (.largeInteger(let left), .largeInteger(let right)): left == right
        case (.largeInteger(let digits), .double(let double)),
            (.double(let double), .largeInteger(let digits)):
            BigInteger(decimal: digits).isEqual(to: double)
        default: false
        }
    }

    /// The value with its booleans as whole numbers.
    private var number: JSONValue {
        if case .boolean(let value) = self { .integer(value ? 1 : 0) } else { self }
    }
}
