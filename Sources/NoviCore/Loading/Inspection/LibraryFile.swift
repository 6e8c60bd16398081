// An unsafe edge: files that anybody may have put there.

internal import Glibc

/// A file that is read piece by piece, never as a whole.
struct LibraryFile {
    /// The open file; its position is neither used nor changed.
    let descriptor: Int32
    /// How many bytes it has.
    let size: UInt64

    /// How many bytes are read at once when a table is walked.
    private static let pieceSize = 1 << 18

    /// Whether a part lies in the file.
    func holds(_ offset: UInt64, _ count: UInt64) -> Bool {
        offset <= size && count <= size - offset
    }

    /// Reads a part that has to be there.
    ///
    /// - Parameters:
    ///   - offset: Where it begins.
    ///   - count: How many bytes it has; the caller has bounded it.
    /// - Returns: Its bytes.
    /// - Throws: ``PluginProblem`` if the file ends before, or cannot be read.
    func read(_ offset: UInt64, _ count: Int) throws(PluginProblem) -> [UInt8] {
        guard holds(offset, UInt64(count)) else { throw .truncated }
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            while used < count {
                let rest = buffer.baseAddress.map { $0 + used }
                let got = pread(descriptor, rest, count - used, off_t(offset) + used)
                if got < 0, errno == EINTR { continue }
                if got < 0 { code = errno }
                guard got > 0 else { return }
                used += got
            }
        }
        guard code == 0 else {
            throw .unreadable("It cannot be read: \(String(cString: strerror(code))).")
        }
        guard bytes.count == count else { throw .truncated }
        return bytes
    }

    /// Walks a table whose elements have one size.
    ///
    /// - Parameters:
    ///   - offset: Where it begins.
    ///   - count: How many elements it has.
    ///   - stride: How many bytes an element has.
    ///   - visit: Called with each element and its index; false ends the walk.
    /// - Throws: ``PluginProblem`` if the file ends before, or what `visit`
    ///   throws.
    func forEach(
        from offset: UInt64,
        count: UInt64,
        stride: Int,
        _ visit: (UInt64, LibraryRecord) throws(PluginProblem) -> Bool
    ) throws(PluginProblem) {
        let atOnce = UInt64(Self.pieceSize / stride)
        var index: UInt64 = 0
        while index < count {
            let number = Int(min(atOnce, count - index))
            let bytes = try read(offset + index * UInt64(stride), number * stride)
            for position in 0..<number {
                let record = LibraryRecord(bytes: bytes, start: position * stride)
                guard try visit(index, record) else { return }
                index += 1
            }
        }
    }
}

/// An element of a table in a file.
struct LibraryRecord {
    fileprivate let bytes: [UInt8]
    fileprivate let start: Int

    /// A number in it; the caller knows that it is there.
    func number<Number: FixedWidthInteger>(_ offset: Int) -> Number {
        bytes.number(at: start + offset)
    }
}

extension [UInt8] {
    /// Reads a part of a file; what cannot be read is missing at the end.
    init(of descriptor: Int32, offset: Int = 0, count: Int) {
        self.init(unsafeUninitializedCapacity: count) { buffer, used in
            used = Swift.max(pread(descriptor, buffer.baseAddress, count, offset), 0)
        }
    }

    /// The little-endian number at an offset; the caller knows that it is there.
    func number<Number: FixedWidthInteger>(at offset: Int) -> Number {
        precondition(offset >= 0 && offset <= count - MemoryLayout<Number>.size)
        return withUnsafeBytes {
            Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self))
        }
    }
}
