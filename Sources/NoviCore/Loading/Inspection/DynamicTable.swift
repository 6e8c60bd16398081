/// The table that tells the system's loader where everything is.
struct DynamicTable {
    /// An entry of the table.
    enum Tag: UInt64 {
        case needed = 1
        case pltRelocationsSize = 2
        case hash = 4
        case strings = 5
        case symbols = 6
        case relocations = 7
        case relocationsSize = 8
        case relocationSize = 9
        case stringsSize = 10
        case symbolSize = 11
        case initializer = 12
        case finisher = 13
        case name = 14
        case searchPath = 15
        case pltRelocationKind = 20
        case changesCode = 22
        case pltRelocations = 23
        case initializers = 25
        case finishers = 26
        case initializersSize = 27
        case finishersSize = 28
        case runSearchPath = 29
        case flags = 30
        case packedRelocationsSize = 35
        case packedRelocations = 36
        case packedRelocationSize = 37
        case gnuHash = 0x6FFF_FEF5
        case symbolVersions = 0x6FFF_FFF0
        case relativeCount = 0x6FFF_FFF9
        case moreFlags = 0x6FFF_FFFB
        case definedVersions = 0x6FFF_FFFC
        case neededVersions = 0x6FFF_FFFE
        case auxiliary = 0x7FFF_FFFD
        case filter = 0x7FFF_FFFF
    }

    private static let entrySize = 16
    /// What systems and processors may add to the kinds of entries.
    private static let extensions: ClosedRange<UInt64> = 0x6000_0000...0x7FFF_FFFF
    /// How many libraries one may need.
    private static let neededLimit = 1024

    /// The values; of two entries of one kind the last counts, as it does for
    /// the system's loader.
    private var values: [Tag: UInt64] = [:]
    /// Where the names of libraries that it needs begin.
    private(set) var needed: [UInt64] = []

    /// Reads the table, and checks what does not depend on other tables.
    ///
    /// - Parameter image: The library.
    /// - Throws: ``PluginProblem`` if there is none, or if the loader would
    ///   stop the process over it.
    init(_ image: LibraryImage) throws(PluginProblem) {
        let tables = image.segments.filter { $0.type == LibrarySegment.dynamic }
        guard tables.count == 1, let table = tables.first,
            table.fileSize % UInt64(Self.entrySize) == 0, table.fileSize <= 1 << 20,
            let offset = image.offset(of: table.address, table.fileSize), offset == table.offset,
            !table.isWritable || image.canWrite(table.address, table.fileSize)
        else { throw .corrupt("it does not say where its tables are") }
        try read(image.file.read(offset, Int(table.fileSize)))
        let isProgram: UInt64 = 0x0800_0000
        if let flags = self[.moreFlags], flags & isProgram != 0 { throw .notShared }
        if self[.changesCode] != nil || (self[.flags] ?? 0) & 4 != 0 { throw .textRelocations }
        try checkSizes()
    }

    subscript(tag: Tag) -> UInt64? { values[tag] }

    private mutating func read(_ bytes: [UInt8]) throws(PluginProblem) {
        var hasEnded = false
        for start in stride(from: 0, to: bytes.count, by: Self.entrySize) {
            let tag: UInt64 = bytes.number(at: start)
            if tag == 0 { hasEnded = true }
            guard !hasEnded || tag == 0, tag < 0x1000 || Self.extensions.contains(tag) else {
                throw .corrupt("the list of its tables makes no sense")
            }
            guard let tag = Tag(rawValue: tag) else { continue }
            let value: UInt64 = bytes.number(at: start + 8)
            values[tag] = value
            if [.needed, .auxiliary, .filter].contains(tag) { needed.append(value) }
            guard needed.count <= Self.neededLimit else {
                throw .corrupt("it needs more than \(Self.neededLimit) libraries")
            }
        }
        guard hasEnded else { throw .corrupt("the list of its tables has no end") }
    }

    /// The loader stops the process if one of these is not what it expects.
    private func checkSizes() throws(PluginProblem) {
        guard self[.symbolSize] == 24, self[.strings] != nil, self[.symbols] != nil,
            self[.stringsSize] != nil
        else { throw .corrupt("its names or symbols are nowhere") }
        let relocation = Tag.relocations.rawValue
        guard isWhole(.relocations, .relocationsSize, .relocationSize, 24),
            isWhole(.pltRelocations, .pltRelocationsSize, .pltRelocationKind, relocation),
            isWhole(.packedRelocations, .packedRelocationsSize, .packedRelocationSize, 8)
        else { throw .corrupt("its relocations are nowhere") }
        guard self[.initializers] != nil || self[.initializersSize] ?? 0 == 0,
            self[.finishers] != nil || self[.finishersSize] ?? 0 == 0
        else { throw .corrupt("it would be started where no code is") }
    }

    /// Whether a table is there with its size and its kind, or not at all.
    private func isWhole(_ table: Tag, _ size: Tag, _ kind: Tag, _ expected: UInt64) -> Bool {
        guard self[kind] ?? expected == expected else { return false }
        return self[table] == nil
            ? self[size] ?? 0 == 0 : self[size] != nil && self[kind] != nil
    }
}
