/// The versions of symbols: those that a library needs of others, and its own.
struct VersionTables {
    private let image: LibraryImage
    private let strings: StringTable
    /// The versions that it needs, by the library that has them.
    private(set) var needed: [String: Set<String>] = [:]
    /// The largest number that a version has.
    private var last: UInt16 = 0
    /// How many more entries are read, far more than any library has.
    private var budget = 1 << 13

    private static let isDamaged = PluginProblem.corrupt("its versions of symbols make no sense")

    /// Reads and checks the tables.
    ///
    /// - Parameters:
    ///   - image: The library.
    ///   - table: Where they are.
    ///   - strings: The names in them.
    ///   - symbolCount: How many symbols have a version.
    /// - Throws: ``PluginProblem`` if the loader would leave them, never come
    ///   to an end, or stop the process.
    init(
        _ image: LibraryImage,
        _ table: DynamicTable,
        _ strings: StringTable,
        symbolCount: UInt64
    ) throws(PluginProblem) {
        self.image = image
        self.strings = strings
        if let address = table[.neededVersions] {
            let libraries = try table.needed.map { position throws(PluginProblem) in
                try strings.name(at: position)
            }
            try walkNeeded(address, Set(libraries))
        }
        if let address = table[.definedVersions] { try walkDefined(address) }
        guard last > 0 else { return }
        guard let address = table[.symbolVersions],
            let offset = image.offset(of: address, symbolCount * 2)
        else { throw Self.isDamaged }
        try image.file.forEach(
            from: offset,
            count: symbolCount,
            stride: 2
        ) { [last] _, record throws(PluginProblem) in
            let version: UInt16 = record.number(0)
            guard version & 0x7FFF <= max(last, 1) else { throw Self.isDamaged }
            return true
        }
    }

    private mutating func read(_ address: UInt64, _ count: Int) throws(PluginProblem) -> [UInt8] {
        budget -= 1
        guard budget > 0, let offset = image.offset(of: address, UInt64(count)) else {
            throw Self.isDamaged
        }
        return try image.file.read(offset, count)
    }

    private mutating func walkNeeded(
        _ start: UInt64,
        _ libraries: Set<[UInt8]>
    ) throws(PluginProblem) {
        var address = start
        while true {
            let entry = try read(address, 16)
            let library = try strings.name(at: UInt64(entry.number(at: 4) as UInt32))
            // The loader stops the process if it does not know the library.
            guard entry.number(at: 0) as UInt16 == 1, libraries.contains(library) else {
                throw Self.isDamaged
            }
            try walkVersions(
                address + UInt64(entry.number(at: 8) as UInt32),
                of: ModuleName.printable(library)
            )
            let next = UInt64(entry.number(at: 12) as UInt32)
            if next == 0 { return }
            address += next
        }
    }

    private mutating func walkVersions(
        _ start: UInt64,
        of library: String
    ) throws(PluginProblem) {
        var address = start
        while true {
            let entry = try read(address, 16)
            let version = try strings.name(at: UInt64(entry.number(at: 8) as UInt32))
            needed[library, default: []].insert(ModuleName.printable(version))
            last = max(last, entry.number(at: 6) & 0x7FFF)
            let next = UInt64(entry.number(at: 12) as UInt32)
            if next == 0 { return }
            address += next
        }
    }

    private mutating func walkDefined(_ start: UInt64) throws(PluginProblem) {
        var address = start
        while true {
            let entry = try read(address, 20)
            guard entry.number(at: 0) as UInt16 == 1 else { throw Self.isDamaged }
            let name = try read(address + UInt64(entry.number(at: 12) as UInt32), 8)
            guard UInt64(name.number(at: 0) as UInt32) < strings.size else { throw Self.isDamaged }
            last = max(last, entry.number(at: 4) & 0x7FFF)
            let next = UInt64(entry.number(at: 16) as UInt32)
            if next == 0 { return }
            address += next
        }
    }
}
