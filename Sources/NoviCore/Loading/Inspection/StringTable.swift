/// The names in a library: of symbols, versions and other libraries.
struct StringTable {
    private let file: LibraryFile
    private let offset: UInt64
    /// How many bytes it has; the last is a zero, so that every name ends.
    let size: UInt64

    /// The longest name that is read, unless more is asked for.
    private static let nameLimit: UInt64 = 4096

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
    /// - Parameters:
    ///   - position: Where it begins.
    ///   - limit: How long it may be.
    /// - Returns: Its bytes, without the zero.
    /// - Throws: ``PluginProblem`` if it lies outside, or is too long.
    func name(
        at position: UInt64,
        limit: UInt64 = nameLimit
    ) throws(PluginProblem) -> [UInt8] {
        guard position < size else { throw .corrupt("a name lies outside of its names") }
        for count in [128, limit] {
            let bytes = try file.read(offset + position, Int(min(count, size - position)))
            if let end = bytes.firstIndex(of: 0) { return Array(bytes[..<end]) }
        }
        throw .corrupt("one of its names is longer than \(limit) bytes")
    }

    /// Finds names by how they begin.
    ///
    /// A name may be the end of a longer one, as linkers make it to save space.
    ///
    /// - Parameter start: How the names begin, at least eight bytes.
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

    /// Where a text of at least eight bytes stands in others.
    private static func places(of text: [UInt8], in piece: [UInt8]) -> [Int] {
        // Eight bytes at once: a name that repeats one letter costs no more than others.
        let head: UInt64 = text.number(at: 0)
        return piece.withUnsafeBytes { piece in
            var places: [Int] = []
            var place = 0
            while place <= piece.count - text.count {
                let found = piece.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                if UInt64(littleEndian: found) == head, piece[place...].starts(with: text) {
                    places.append(place)
                }
                place += 1
            }
            return places
        }
    }
}
