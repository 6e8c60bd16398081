// An unsafe edge: a buffer beyond which an activation might write.

internal import CNovi
internal import Glibc

/// What an activation wrote into a buffer for an error or an explanation.
struct WrittenText: Sendable {
    /// How many bytes there were room for.
    let capacity: Int
    /// How many bytes the activation says that it wrote.
    let length: Int
    /// What it wrote; no more than fits.
    let text: TextPiece
    /// What it did that the interface forbids; nil if nothing.
    let breach: String?
}

/// What stands beside a buffer.
private let untouched = [CChar](repeating: 0x55, count: 4096)

/// Lends a buffer, and looks afterwards for what was written beside it.
///
/// - Parameters:
///   - capacity: How many bytes fit.
///   - body: The call that may write.
/// - Returns: What the call returned, and what it wrote.
func withWatchedBuffer<R>(
    capacity: Int,
    _ body: (UnsafeMutablePointer<novi_error>) -> R
) -> (R, WrittenText) {
    let margin = untouched.count
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity + margin * 2) {
        buffer in
        buffer.initialize(repeating: untouched[0])
        let start = buffer.baseAddress.map { $0 + margin }
        var error = novi_error(
            size: UInt32(MemoryLayout<novi_error>.size),
            capacity: UInt32(capacity),
            length: 0,
            reserved: 0,
            text: start
        )
        let result = body(&error)
        let length = Int(error.length)
        let isWithin = isUntouched(buffer.prefix(margin)) && isUntouched(buffer.suffix(margin))
        var breach: String?
        if error.text != start || error.capacity != UInt32(capacity) || error.reserved != 0 {
            breach = "it changed more of the novi_error than its length and its text"
        } else if !isWithin {
            breach = "it wrote beside the \(capacity) bytes that it was given"
        } else if length > capacity {
            breach = "it set a length of \(length) where \(capacity) bytes fit"
        }
        let text = TextPiece(start, min(length, capacity))
        return (
            result,
            WrittenText(capacity: capacity, length: length, text: text, breach: breach)
        )
    }
}

private func isUntouched(_ bytes: Slice<UnsafeMutableBufferPointer<CChar>>) -> Bool {
    let bytes = UnsafeMutableBufferPointer(rebasing: bytes)
    return bytes.baseAddress.map { memcmp($0, untouched, bytes.count) == 0 } ?? true
}
