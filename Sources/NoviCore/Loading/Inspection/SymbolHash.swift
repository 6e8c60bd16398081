/// The tables by which the system's loader looks symbols up.
///
/// It follows them without looking where they lead.
struct SymbolHash {
    /// More than any library has.
    static let symbolLimit: UInt64 = 1 << 22

    private let image: LibraryImage
    /// How many symbols there are; nil if the tables do not tell.
    private(set) var count: UInt64?
    /// How many symbols stand before those that can be looked up.
    private(set) var hidden: UInt64 = 1

    /// Checks the tables.
    ///
    /// - Parameters:
    ///   - image: The library.
    ///   - table: Where they are.
    /// - Throws: ``PluginProblem`` if the loader would leave them, or never
    ///   come to an end.
    init(_ image: LibraryImage, _ table: DynamicTable) throws(PluginProblem) {
        self.image = image
        guard table[.gnuHash] != nil || table[.hash] != nil else {
            throw .corrupt("its symbols cannot be looked up")
        }
        if let address = table[.gnuHash] { try checkGNU(address) }
        if let address = table[.hash] { try checkSystemV(address) }
    }

    private static let isDamaged = PluginProblem.corrupt("its symbols cannot be looked up")

    /// GNU's: a filter, then the first symbol for each remainder, then the
    /// symbols, the last for a remainder with an odd number.
    private mutating func checkGNU(_ address: UInt64) throws(PluginProblem) {
        guard let offset = image.offset(of: address, 16) else { throw Self.isDamaged }
        let header = try image.file.read(offset, 16)
        let bucketCount = UInt64(header.number(at: 0) as UInt32)
        let first = UInt64(header.number(at: 4) as UInt32)
        let filterCount = UInt64(header.number(at: 8) as UInt32)
        let bucketOffset = 16 + filterCount * 8
        guard filterCount > 0, filterCount & (filterCount - 1) == 0, first < Self.symbolLimit,
            image.holds(address, bucketOffset + bucketCount * 4)
        else { throw Self.isDamaged }
        hidden = first
        var last: UInt64 = 0
        try image.file.forEach(
            from: offset + bucketOffset,
            count: bucketCount,
            stride: 4
        ) { _, record throws(PluginProblem) in
            let bucket = UInt64(record.number(0) as UInt32)
            guard bucket == 0 || (first..<Self.symbolLimit).contains(bucket) else {
                throw Self.isDamaged
            }
            last = max(last, bucket)
            return true
        }
        if last > 0 {
            count = try end(of: last, from: first, address + bucketOffset + bucketCount * 4) + 1
        }
    }

    /// The last symbol of the last run; as runs stand one behind the other, all
    /// others end before.
    private func end(
        of symbol: UInt64,
        from first: UInt64,
        _ symbols: UInt64
    ) throws(PluginProblem) -> UInt64 {
        let start = symbols + (symbol - first) * 4
        guard let offset = image.offset(of: start, 4) else { throw Self.isDamaged }
        var end: UInt64?
        try image.file.forEach(
            from: offset,
            count: min(image.rest(from: start) / 4, Self.symbolLimit - symbol),
            stride: 4
        ) { index, record in
            let hash: UInt32 = record.number(0)
            if hash & 1 == 1 { end = symbol + index }
            return end == nil
        }
        guard let end else { throw Self.isDamaged }
        return end
    }

    /// System V's: the first symbol for each remainder, and behind it for each
    /// symbol the next.
    private mutating func checkSystemV(_ address: UInt64) throws(PluginProblem) {
        guard let offset = image.offset(of: address, 8) else { throw Self.isDamaged }
        let header = try image.file.read(offset, 8)
        let bucketCount = UInt64(header.number(at: 0) as UInt32)
        let symbolCount = UInt64(header.number(at: 4) as UInt32)
        guard symbolCount <= Self.symbolLimit, bucketCount <= Self.symbolLimit,
            image.holds(address, 8 + (bucketCount + symbolCount) * 4)
        else { throw Self.isDamaged }
        let buckets = try image.file.read(offset + 8, Int(bucketCount * 4))
        let next = try image.file.read(offset + 8 + bucketCount * 4, Int(symbolCount * 4))
        var seen = [Bool](repeating: false, count: Int(symbolCount))
        for start in stride(from: 0, to: buckets.count, by: 4) {
            var symbol = Int(buckets.number(at: start) as UInt32)
            while symbol != 0 {
                // A symbol has one remainder, so that no two runs meet.
                guard symbol < seen.count, !seen[symbol] else { throw Self.isDamaged }
                seen[symbol] = true
                symbol = Int(next.number(at: symbol * 4) as UInt32)
            }
        }
        count = count ?? symbolCount
    }
}
