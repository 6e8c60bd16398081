internal import Glibc

/// The names in a library: of symbols, versions and other libraries.
struct StringTable {
    private let file: LibraryFile
    private let offset: UInt64
    /// How many bytes it has; the last is a zero, so that every name ends.
    let size: UInt64

    /// The longest name that is read.
    private static let nameLimit = 1 << 14

    /// Finds and checks the table.
    init(_ image: LibraryImage, _ table: DynamicTable) throws(PluginProblem) {
        guard let address = table[.strings], let size = table[.stringsSize], size > 0,
            let offset = image.offset(of: address, size),
            try image.file.read(offset + size - 1, 1) == [0]
        else { throw .corrupt("its names or symbols are nowhere") }
        file = image.file
        self.offset = offset
        self.size = size
    }

    /// A name.
    ///
    /// - Parameter position: Where it begins.
    /// - Returns: Its bytes, without the zero.
    /// - Throws: ``PluginProblem`` if it lies outside, or is far too long.
    func name(at position: UInt64) throws(PluginProblem) -> [UInt8] {
        guard position < size else { throw .corrupt("a name lies outside of its names") }
        var count: UInt64 = 128
        while true {
            let bytes = try file.read(offset + position, Int(min(count, size - position)))
            if let end = bytes.firstIndex(of: 0) { return Array(bytes[..<end]) }
            guard count < Self.nameLimit else { throw .corrupt("one of its names has no end") }
            count *= 8
        }
    }

    /// Finds names by how they begin.
    ///
    /// A name may be the end of a longer one, as linkers make it to save space.
    ///
    /// - Parameter start: How the names begin.
    /// - Returns: Where they begin, at most 1,024.
    /// - Throws: ``PluginProblem`` if the file has become shorter.
    func positions(ofNamesFrom start: [UInt8]) throws(PluginProblem) -> Set<UInt64> {
        var found: Set<UInt64> = []
        let pieceSize: UInt64 = 1 << 18
        var position: UInt64 = 0
        while position < size {
            // Pieces overlap, so that no name lies between two.
            let count = min(pieceSize + UInt64(start.count) - 1, size - position)
            let piece = try file.read(offset + position, Int(count))
            for place in Self.places(of: start, in: piece) {
                guard found.count < 1024 else { return found }
                found.insert(position + UInt64(place))
            }
            position += pieceSize
        }
        return found
    }

    private static func places(of start: [UInt8], in piece: [UInt8]) -> [Int] {
        piece.withUnsafeBytes { piece in
            guard let first = piece.baseAddress else { return [] }
            var places: [Int] = []
            var next = 0
            while next <= piece.count - start.count, places.count < 1024,
                let place = memchr(first + next, Int32(start[0]), piece.count - next)
            {
                next = UnsafeRawPointer(place) - first
                if piece[next...].starts(with: start) { places.append(next) }
                next += 1
            }
            return places
        }
    }
}
