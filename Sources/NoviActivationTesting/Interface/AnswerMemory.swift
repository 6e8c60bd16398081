// An unsafe edge: memory that activations fill for one answer.

internal import CNovi
internal import Glibc

/// The memory of one answer.
final class AnswerMemory {
    private static let limit = 1 << 20
    /// What stands behind each piece, so that a piece that is too short is noticed.
    private static let mark = [UInt8](repeating: 0x55, count: 16)

    private var used = 0
    private var pieces: [UnsafeMutableRawBufferPointer] = []
    private var names: [UnsafeMutablePointer<novi_string>] = []
    /// What the activation did that the interface forbids.
    private(set) var breach: String?

    deinit {
        for piece in pieces { piece.deallocate() }
        for name in names { name.freeText() }
    }

    private func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        guard size >= 0, size <= Self.limit - used else { return nil }
        used += size
        let piece = UnsafeMutableRawBufferPointer.allocate(
            byteCount: size + Self.mark.count,
            alignment: 16
        )
        UnsafeMutableRawBufferPointer(rebasing: piece[size...]).copyBytes(from: Self.mark)
        pieces.append(piece)
        return piece.baseAddress
    }

    private func makeName(_ text: novi_string) -> OpaquePointer? {
        let piece = TextPiece(text)
        if let problem = piece.problem {
            breach = "it gave make_name a text that \(problem)"
            return nil
        }
        let bytes = if case .bytes(let bytes) = piece { bytes } else { [UInt8]() }
        guard bytes.count <= Self.limit - used else { return nil }
        used += bytes.count
        let name = UnsafeMutablePointer.makeText(bytes)
        names.append(name)
        return OpaquePointer(name)
    }

    /// Whether an address is that of a name that was made for this answer.
    func isName(_ address: OpaquePointer) -> Bool {
        names.contains { OpaquePointer($0) == address }
    }

    /// Whether nothing was written behind a piece.
    private var isIntact: Bool {
        pieces.allSatisfy { piece in
            let size = piece.count - Self.mark.count
            return piece.baseAddress.map { memcmp($0 + size, Self.mark, Self.mark.count) == 0 }
                ?? true
        }
    }

    /// Lends an empty result, and looks afterwards whether what is the host's was changed.
    func withResult<R>(
        _ body: (UnsafeMutablePointer<novi_result>) -> R
    ) -> (value: R, result: novi_result) {
        var result = empty
        let value = body(&result)
        let before = empty
        if result.size != before.size || result.host_data != before.host_data
            || address(result.allocate) != address(before.allocate)
            || address(result.make_name) != address(before.make_name)
        {
            breach = breach ?? "it changed members of the result that are the host's"
        }
        if !isIntact { breach = breach ?? "it wrote behind memory that allocate gave" }
        return (value, result)
    }

    private func address<F>(_ function: F) -> UInt { unsafeBitCast(function, to: UInt.self) }

    private static func of(_ result: UnsafeMutablePointer<novi_result>?) -> AnswerMemory? {
        (result?.pointee.host_data).map {
            Unmanaged<AnswerMemory>.fromOpaque($0).takeUnretainedValue()
        }
    }

    private var empty: novi_result {
        novi_result(
            size: UInt32(MemoryLayout<novi_result>.size),
            reason: 0,
            variant: nil,
            value: novi_value(),
            message: novi_string(),
            allocate: { result, size in
                Int(exactly: size).flatMap { AnswerMemory.of(result)?.allocate($0) }
            },
            make_name: { AnswerMemory.of($0)?.makeName($1) },
            host_data: Unmanaged.passUnretained(self).toOpaque()
        )
    }
}
