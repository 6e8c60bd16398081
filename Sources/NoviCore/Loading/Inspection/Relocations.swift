/// What the system's loader writes into a library before it runs.
///
/// It writes where it is told to, and calls what it is told to.
struct Relocations {
    /// Packed ones take hardly any space; this is enough for a gigabyte of data.
    private static let packedLimit: UInt64 = 1 << 24
    private static let isDamaged = PluginProblem.corrupt("its relocations make no sense")

    private let image: LibraryImage
    private let symbolCount: UInt64
    private let dynamic: LibrarySegment?
    private let hasThreadLocal: Bool
    private var slots: InitializerSlots

    /// Checks all relocations, and the functions that run at the start.
    ///
    /// - Parameters:
    ///   - image: The library.
    ///   - table: Where they are.
    ///   - symbolCount: How many symbols they may refer to.
    /// - Throws: ``PluginProblem`` if one leads out of the library.
    static func check(
        _ image: LibraryImage,
        _ table: DynamicTable,
        symbolCount: UInt64
    ) throws(PluginProblem) {
        var relocations = try Relocations(image, table, symbolCount)
        if let address = table[.packedRelocations], let size = table[.packedRelocationsSize] {
            try relocations.checkPacked(address, size)
        }
        if let address = table[.relocations], let size = table[.relocationsSize] {
            try relocations.check(address, size, relativeCount: table[.relativeCount] ?? 0)
        }
        if let address = table[.pltRelocations], let size = table[.pltRelocationsSize] {
            try relocations.check(address, size, areCalls: true)
        }
        try relocations.slots.checkFilled()
    }

    private init(
        _ image: LibraryImage,
        _ table: DynamicTable,
        _ symbolCount: UInt64
    ) throws(PluginProblem) {
        self.image = image
        self.symbolCount = symbolCount
        dynamic = image.segments.first { $0.type == LibrarySegment.dynamic }
        hasThreadLocal = image.segments.contains {
            $0.type == LibrarySegment.threadLocal && $0.memorySize > 0
        }
        slots = try InitializerSlots(image, table)
    }

    private mutating func check(
        _ address: UInt64,
        _ size: UInt64,
        relativeCount: UInt64 = 0,
        areCalls: Bool = false
    ) throws(PluginProblem) {
        guard size % 24 == 0, let offset = image.offset(of: address, size) else {
            throw .corrupt("its relocations are nowhere")
        }
        try image.file.forEach(
            from: offset,
            count: size / 24,
            stride: 24
        ) { index, record throws(PluginProblem) in
            let kind: UInt32 = record.number(8)
            // The loader stops the process if one of the first is of another kind.
            guard index >= relativeCount || kind == Kind.relative,
                !areCalls || Kind.ofCalls.contains(kind)
            else { throw Self.isDamaged }
            try check(
                kind,
                target: record.number(0),
                symbol: UInt64(record.number(12) as UInt32),
                addend: record.number(16)
            )
            return true
        }
    }

    private mutating func check(
        _ kind: UInt32,
        target: UInt64,
        symbol: UInt64,
        addend: UInt64
    ) throws(PluginProblem) {
        if kind == Kind.none { return }
        guard symbol < symbolCount, kind != Kind.copy else { throw Self.isDamaged }
        try checkTarget(target, Kind.size(of: kind))
        if Kind.aligned.contains(kind), target % 8 != 0 { throw Self.isDamaged }
        switch kind {
        // Elsewhere any number is possible: Swift keeps marks in the high bits of pointers.
        case Kind.relative: try slots.fill(target, with: addend)
        case Kind.chosen:
            guard image.isCode(addend) else { throw Self.isDamaged }
            try slots.fill(target, with: nil)
        case Kind.threadModule, Kind.threadOffset:
            guard symbol != 0 || hasThreadLocal else { throw Self.isDamaged }
        default: try slots.fill(target, with: nil)
        }
    }

    private func checkTarget(_ target: UInt64, _ size: UInt64) throws(PluginProblem) {
        guard image.canWrite(target, size) else {
            throw image.maps(target, size) ? .textRelocations : Self.isDamaged
        }
        // The loader goes on to read what it found there.
        if let dynamic, target < dynamic.address + dynamic.fileSize,
            target + size > dynamic.address
        {
            throw Self.isDamaged
        }
    }

    /// A run of places: an even number is one, an odd one says which of the
    /// next 63 are others.
    private mutating func checkPacked(_ address: UInt64, _ size: UInt64) throws(PluginProblem) {
        guard size % 8 == 0, size <= Self.packedLimit,
            let offset = image.offset(of: address, size)
        else { throw .corrupt("its relocations are nowhere") }
        var next: UInt64?
        try image.file.forEach(
            from: offset,
            count: size / 8,
            stride: 8
        ) { _, record throws(PluginProblem) in
            let entry: UInt64 = record.number(0)
            guard entry & 1 == 1 else {
                try checkPacked(entry)
                next = entry + 8
                return true
            }
            guard let start = next else { throw Self.isDamaged }
            for bit in 0..<63 as Range<UInt64> where entry >> (bit + 1) & 1 == 1 {
                try checkPacked(start + bit * 8)
            }
            // Linkers fill up with runs that say nothing, also behind the last place.
            next = start + 63 * 8
            return true
        }
    }

    private mutating func checkPacked(_ target: UInt64) throws(PluginProblem) {
        try checkTarget(target, 8)
        guard slots.contains(target) else { return }
        guard let offset = image.offset(of: target, 8) else { throw Self.isDamaged }
        try slots.fill(target, with: image.file.read(offset, 8).number(at: 0))
    }
}

extension Relocations {
    /// The kinds that need a check of their own, as the processor numbers them.
    private enum Kind {
        static let none: UInt32 = 0
        #if arch(x86_64)
        static let copy: UInt32 = 5
        static let address: UInt32 = 6
        static let call: UInt32 = 7
        static let relative: UInt32 = 8
        static let threadModule: UInt32 = 16
        static let threadOffset: UInt32 = 18
        static let threadDescription: UInt32 = 36
        static let chosen: UInt32 = 37
        static let short: Set<UInt32> = [2, 10, 11, 32]
        #elseif arch(arm64)
        static let copy: UInt32 = 1024
        static let address: UInt32 = 1025
        static let call: UInt32 = 1026
        static let relative: UInt32 = 1027
        static let threadModule: UInt32 = 1028
        static let threadOffset: UInt32 = 1030
        static let threadDescription: UInt32 = 1031
        static let chosen: UInt32 = 1032
        static let short: Set<UInt32> = [258, 261]
        #endif

        /// What is in the table of functions that are called by name.
        static let ofCalls: Set = [call, chosen, threadDescription]
        /// What is in the table of addresses, of which each has eight bytes.
        static let aligned: Set = [address, call]

        /// How many bytes are written.
        static func size(of kind: UInt32) -> UInt64 {
            if kind == threadDescription { return 16 }
            return short.contains(kind) ? 4 : 8
        }
    }
}
