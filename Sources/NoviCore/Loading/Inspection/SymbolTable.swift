/// The symbols of a library: what it offers, and what it takes from others.
struct SymbolTable {
    private enum Kind {
        static let function: UInt8 = 2
        static let threadLocal: UInt8 = 6
        /// A function that finds out at load time which function is meant.
        static let chooser: UInt8 = 10
    }

    /// The function that a plugin exports.
    private static let entry = "novi_plugin_v1"

    private let image: LibraryImage
    private let strings: StringTable
    private let offset: UInt64
    /// How many symbols there are.
    let count: UInt64
    /// The names of the entries that hosts of some version look for.
    private(set) var entries: [String] = []
    /// Whether what has the name of the entry is a function.
    private var entryIsFunction = false

    /// Finds and checks the symbols.
    ///
    /// - Parameters:
    ///   - image: The library.
    ///   - table: Where they are.
    ///   - strings: Their names.
    ///   - sections: What says how many there are if nothing else does.
    /// - Throws: ``PluginProblem`` if the loader must not see them.
    init(
        _ image: LibraryImage,
        _ table: DynamicTable,
        _ strings: StringTable,
        _ sections: LibrarySections
    ) throws(PluginProblem) {
        let hash = try SymbolHash(image, table)
        let address = table[.symbols] ?? 0
        count = hash.count ?? sections.symbolCount(at: address) ?? max(hash.hidden, 1)
        guard count > 0, count <= SymbolHash.symbolLimit,
            let offset = image.offset(of: address, count * 24)
        else { throw .corrupt("its names or symbols are nowhere") }
        self.image = image
        self.strings = strings
        self.offset = offset
        try walk()
    }

    private mutating func walk() throws(PluginProblem) {
        let names = try strings.positions(ofNamesFrom: Array("novi_plugin_v".utf8))
        let threadLocal = image.segments.last { $0.type == LibrarySegment.threadLocal }
        var candidates: [(name: UInt64, isFunction: Bool)] = []
        try image.file.forEach(
            from: offset,
            count: count,
            stride: 24
        ) { index, record throws(PluginProblem) in
            let symbol = Symbol(record)
            guard symbol.name < strings.size else {
                throw .corrupt("a name lies outside of its names")
            }
            guard index > 0 || symbol.isEmpty else {
                throw .corrupt("its first symbol is not empty")
            }
            if index > 0 { try check(symbol, threadLocal: threadLocal?.memorySize) }
            if names.contains(symbol.name), symbol.isExported, candidates.count < 64 {
                candidates.append((symbol.name, symbol.kind == Kind.function))
            }
            return true
        }
        for candidate in candidates {
            let name = ModuleName.printable(try strings.name(at: candidate.name))
            entries.append(name)
            if name == Self.entry { entryIsFunction = candidate.isFunction }
        }
        entries.sort()
    }

    private func check(_ symbol: Symbol, threadLocal: UInt64?) throws(PluginProblem) {
        guard symbol.section != 0 || symbol.canBeForeign else {
            throw .corrupt("it takes a symbol from others that nobody can offer")
        }
        guard symbol.isDefined else { return }
        let isThere =
            switch symbol.kind {
            case Kind.function, Kind.chooser: image.isCode(symbol.value)
            case Kind.threadLocal: threadLocal.map { symbol.value <= $0 } ?? false
            default: image.isNear(symbol.value)
            }
        guard isThere else { throw .corrupt("a symbol lies where nothing is") }
    }

    /// Checks that the entry is there, and that it can be called.
    ///
    /// - Throws: ``PluginProblem`` if it is not.
    func checkEntry() throws(PluginProblem) {
        guard entries.contains(Self.entry) else {
            throw PluginProblem(
                .noEntry,
                "It does not export '\(Self.entry)'.",
                remedy: "If it is meant to be a plugin, export that function; else move it away."
            )
        }
        guard entryIsFunction else {
            throw PluginProblem(
                .noEntry,
                "What it exports as '\(Self.entry)' is not a function.",
                remedy: "Export the function that novi_activation.h declares by that name."
            )
        }
    }
}

/// A symbol.
private struct Symbol {
    let name: UInt64
    let info: UInt8
    let other: UInt8
    let section: UInt16
    let value: UInt64
    let size: UInt64

    init(_ record: LibraryRecord) {
        name = UInt64(record.number(0) as UInt32)
        info = record.number(4)
        other = record.number(5)
        section = record.number(6)
        value = record.number(8)
        size = record.number(16)
    }

    var kind: UInt8 { info & 15 }

    /// Whether it is the one that stands for no symbol.
    var isEmpty: Bool {
        name == 0 && info == 0 && other == 0 && section == 0 && value == 0 && size == 0
    }

    /// Whether it lies in the library; special sections hold what does not.
    var isDefined: Bool { section != 0 && section < 0xFF00 }

    /// Whether another library may have it: it has a name, is not local, and
    /// not hidden; or whether it may be missing, as a weak one may.
    var canBeForeign: Bool {
        let isWeak = info >> 4 == 2
        return name != 0 && info >> 4 != 0 && (other & 3 == 0 || isWeak)
    }

    /// Whether others can find it: it is not local, and not hidden.
    var isExported: Bool {
        let isVisible = other & 3 == 0 || other & 3 == 3
        return isDefined && info >> 4 != 0 && isVisible
    }
}

extension LibraryImage {
    /// Whether an address lies in the library, or a little beside it, as
    /// pointers before the first and behind the last element do.
    func isNear(_ address: UInt64) -> Bool {
        let slack: Int64 = 1 << 24
        let (first, last) = (loaded.first?.address ?? 0, loaded.last?.end ?? 0)
        return (Int64(first) - slack...Int64(last) + slack).contains(Int64(bitPattern: address))
    }
}
