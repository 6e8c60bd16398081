internal import Glibc

/// Text that equals another text only if both have the same code points.
///
/// Swift's own comparison takes "é" and "e" with a combining accent for the
/// same text. JSON, C plugins and Novi's database do not.
package struct ExactText: Sendable, Hashable {
    /// The text as Swift knows it.
    package let text: String

    /// Wraps a text for comparison.
    package init(_ text: String) {
        self.text = text
    }

    package static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.span.bytes.withUnsafeBytes { left in
            right.text.utf8.span.bytes.withUnsafeBytes { right in
                guard let start = left.baseAddress, let other = right.baseAddress else {
                    return left.isEmpty && right.isEmpty
                }
                return left.count == right.count
                    && (start == other || memcmp(start, other, left.count) == 0)
            }
        }
    }

    package func hash(into hasher: inout Hasher) {
        text.utf8.span.bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        // No UTF-8 text contains 0xFF, so the hashes of "ab", "c" and "a", "bc" differ.
        hasher.combine(0xFF as UInt8)
    }
}
