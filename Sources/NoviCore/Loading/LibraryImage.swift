// An unsafe edge: files that anybody may have put there.

/// What the system's loader relies on in a library without a check of its own:
/// the segments, and the table that tells it where everything is (System V
/// ABI, chapter 5).
///
/// It is refused here if the loader would read or write where nothing is. What
/// the tables contain (symbols, relocations) is not looked at.
struct LibraryImage {
    /// A part of the file, and where it goes in memory.
    private struct Segment {
        let type: UInt32
        let flags: UInt32
        let offset: UInt64
        let address: UInt64
        let fileSize: UInt64
        let memorySize: UInt64
        let alignment: UInt64

        init(_ table: [UInt8], at start: Int) {
            type = table.number(at: start)
            flags = table.number(at: start + 4)
            offset = table.number(at: start + 8)
            address = table.number(at: start + 16)
            fileSize = table.number(at: start + 32)
            memorySize = table.number(at: start + 40)
            alignment = table.number(at: start + 48)
        }

        static let load: UInt32 = 1
        static let dynamic: UInt32 = 2
        static let stack: UInt32 = 0x6474_E551
        static let isExecutable: UInt32 = 1
        static let isWritable: UInt32 = 2

        /// Whether an area lies in what comes from the file.
        func holds(_ area: UInt64, _ size: UInt64) -> Bool {
            contains(area, size, within: fileSize)
        }

        /// Whether an area lies in memory.
        func maps(_ area: UInt64, _ size: UInt64) -> Bool {
            contains(area, size, within: memorySize)
        }

        private func contains(_ area: UInt64, _ size: UInt64, within limit: UInt64) -> Bool {
            area >= address && area - address <= limit && size <= limit - (area - address)
        }
    }

    /// An entry of the dynamic section.
    private enum Tag: UInt64 {
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
        case initialize = 12
        case finish = 13
        case name = 14
        case searchPath = 15
        case pltRelocationKind = 20
        case pltRelocations = 23
        case initializers = 25
        case finishers = 26
        case initializersSize = 27
        case finishersSize = 28
        case runSearchPath = 29
        case gnuHash = 0x6FFF_FEF5
        case symbolVersions = 0x6FFF_FFF0
        case flags = 0x6FFF_FFFB
        case definedVersions = 0x6FFF_FFFC
        case neededVersions = 0x6FFF_FFFE
    }

    /// The size of an entry in the tables of a 64-bit library.
    private enum EntrySize {
        static let dynamic = 16
        static let symbol: UInt64 = 24
        static let relocation: UInt64 = 24
    }

    private let segments: [Segment]
    private var entries: [Tag: [UInt64]] = [:]

    /// Looks at a library.
    ///
    /// - Parameters:
    ///   - descriptor: The file.
    ///   - programs: Its program headers, which lie in the file as they say.
    /// - Throws: ``PluginProblem`` if the loader must not see it.
    static func check(_ descriptor: Int32, programs: [UInt8]) throws(PluginProblem) {
        var image = LibraryImage(programs)
        try image.checkSegments()
        try image.readEntries(descriptor)
        try image.checkKind()
        try image.checkTables()
    }

    private init(_ programs: [UInt8]) {
        segments = stride(from: 0, to: programs.count, by: 56).map { Segment(programs, at: $0) }
    }

    private func checkSegments() throws(PluginProblem) {
        var last: UInt64 = 0
        for segment in segments where segment.type == Segment.load {
            let (alignment, address) = (max(segment.alignment, 1), segment.address)
            guard alignment & (alignment - 1) == 0,
                address & (alignment - 1) == segment.offset & (alignment - 1),
                segment.memorySize >= segment.fileSize,
                address >= last, address < 1 << 47, segment.memorySize < 1 << 40
            else { throw Self.corrupt("its segments overlap, or do not fit where they are to go") }
            last = address + segment.memorySize
            let both = Segment.isWritable | Segment.isExecutable
            if segment.flags & both == both { throw Self.writableCode }
        }
        guard last > 0 else { throw Self.corrupt("nothing of it is to be loaded") }
        if segments.contains(where: {
            $0.type == Segment.stack && $0.flags & Segment.isExecutable != 0
        }) {
            throw Self.executableStack
        }
    }

    private mutating func readEntries(_ descriptor: Int32) throws(PluginProblem) {
        guard let dynamic = segments.first(where: { $0.type == Segment.dynamic }),
            dynamic.fileSize % UInt64(EntrySize.dynamic) == 0, dynamic.fileSize <= 1 << 20,
            holds(dynamic.address, dynamic.fileSize)
        else { throw Self.corrupt("it does not say where its tables are") }
        let size = Int(dynamic.fileSize)
        let bytes = LibraryHeader.read(descriptor, offset: Int(dynamic.offset), count: size)
        guard bytes.count == size else { throw LibraryHeader.truncated }
        for start in stride(from: 0, to: size, by: EntrySize.dynamic) {
            let tag: UInt64 = bytes.number(at: start)
            guard tag != 0 else { return }
            if let tag = Tag(rawValue: tag) {
                entries[tag, default: []].append(bytes.number(at: start + 8))
            }
        }
        throw Self.corrupt("the list of its tables has no end")
    }

    private func checkKind() throws(PluginProblem) {
        let isProgram: UInt64 = 0x0800_0000
        if let flags = self[.flags], flags & isProgram != 0 { throw LibraryHeader.notShared }
    }

    private func checkTables() throws(PluginProblem) {
        guard let strings = self[.strings], let size = self[.stringsSize], holds(strings, size),
            let symbols = self[.symbols], holds(symbols, EntrySize.symbol),
            self[.symbolSize] == EntrySize.symbol
        else { throw Self.corrupt("its names or symbols are nowhere") }
        guard self[.gnuHash] != nil || self[.hash] != nil else {
            throw Self.corrupt("its symbols cannot be looked up")
        }
        for tag in [Tag.needed, .name, .searchPath, .runSearchPath] {
            guard entries[tag, default: []].allSatisfy({ $0 < size }) else {
                throw Self.corrupt("a name lies outside of its names")
            }
        }
        for tag in [Tag.gnuHash, .hash, .symbolVersions, .definedVersions, .neededVersions] {
            guard self[tag].map({ holds($0, 16) || holds($0, 2) }) ?? true else {
                throw Self.corrupt("a table lies where nothing is")
            }
        }
        try checkRelocations()
        try checkInitializers()
    }

    private func checkRelocations() throws(PluginProblem) {
        if let table = self[.relocations] {
            guard self[.relocationSize] == EntrySize.relocation, let size = self[.relocationsSize],
                size % EntrySize.relocation == 0, holds(table, size)
            else { throw Self.corrupt("its relocations are nowhere") }
        }
        if let table = self[.pltRelocations] {
            guard self[.pltRelocationKind] == Tag.relocations.rawValue,
                let size = self[.pltRelocationsSize], holds(table, size)
            else { throw Self.corrupt("its relocations are nowhere") }
        }
    }

    private func checkInitializers() throws(PluginProblem) {
        let functions = [self[.initialize], self[.finish]].compactMap(\.self)
        guard functions.allSatisfy(isCode) else {
            throw Self.corrupt("it would be started where no code is")
        }
        for (table, size) in [
            (Tag.initializers, Tag.initializersSize), (.finishers, .finishersSize),
        ] {
            guard let start = self[table] else { continue }
            guard let size = self[size], size % 8 == 0,
                segments.contains(where: { $0.type == Segment.load && $0.maps(start, size) })
            else { throw Self.corrupt("it would be started where no code is") }
        }
    }

    private subscript(tag: Tag) -> UInt64? { entries[tag]?.first }

    private func holds(_ area: UInt64, _ size: UInt64) -> Bool {
        segments.contains { $0.type == Segment.load && $0.holds(area, size) }
    }

    private func isCode(_ address: UInt64) -> Bool {
        segments.contains {
            $0.type == Segment.load && $0.flags & Segment.isExecutable != 0 && $0.maps(address, 1)
        }
    }
}

extension LibraryImage {
    private static func corrupt(_ what: String) -> PluginProblem {
        PluginProblem(
            .corruptELF,
            "It is damaged: \(what).",
            remedy: "Build it again, or copy it again from where it was built."
        )
    }

    private static let writableCode = PluginProblem(
        .writableCode,
        "It wants memory that can be both written and executed.",
        remedy: "Link it without -z execstack, --omagic and writable sections of code."
    )

    private static let executableStack = PluginProblem(
        .executableStack,
        "It wants stacks that can be executed.",
        remedy: "Link it with -z noexecstack, and add .note.GNU-stack to its assembly files."
    )
}
