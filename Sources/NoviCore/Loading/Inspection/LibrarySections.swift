/// What the sections of a library tell; the system's loader does not need them.
struct LibrarySections {
    private struct Section {
        let name: UInt32
        let type: UInt32
        let flags: UInt64
        let address: UInt64
        let offset: UInt64
        let size: UInt64

        init(_ record: LibraryRecord) {
            name = record.number(0)
            type = record.number(4)
            flags = record.number(8)
            address = record.number(16)
            offset = record.number(24)
            size = record.number(32)
        }

        static let symbols: UInt32 = 11
        static let withoutBytes: UInt32 = 8
        /// Loaded, and executable.
        static let code: UInt64 = 2 | 4
    }

    private let file: LibraryFile
    private var sections: [Section] = []
    /// The names, each with a zero at its end.
    private var names: [UInt8] = []

    /// Reads the table; it may be empty or make no sense.
    init(_ file: LibraryFile, _ head: LibraryHead) throws(PluginProblem) {
        self.file = file
        var sections: [Section] = []
        try file.forEach(
            from: head.sectionOffset,
            count: UInt64(head.sectionCount),
            stride: LibraryHead.sectionSize
        ) { _, record in
            sections.append(Section(record))
            return true
        }
        self.sections = sections
        if sections.indices.contains(head.sectionNames) {
            names = try bytes(of: sections[head.sectionNames], limit: 1 << 20)
        }
    }

    private func bytes(of section: Section, limit: Int) throws(PluginProblem) -> [UInt8] {
        guard section.type != Section.withoutBytes, file.holds(section.offset, section.size)
        else { return [] }
        return try file.read(section.offset, Int(min(section.size, UInt64(limit))))
    }

    private func name(of section: Section) -> ArraySlice<UInt8> {
        guard section.name < names.count else { return [] }
        return names[Int(section.name)...].prefix(64).prefix { $0 != 0 }
    }

    /// Whether all code was taken out of the file.
    var lacksCode: Bool {
        let code = sections.filter { $0.flags & Section.code == Section.code }
        return !code.isEmpty && code.allSatisfy { $0.type == Section.withoutBytes }
    }

    /// Whether parts of it were written in Swift.
    var hasSwift: Bool {
        sections.contains { $0.size > 0 && name(of: $0).starts(with: "swift5_".utf8) }
    }

    /// How many symbols the table at an address has; nil if none is known
    /// there.
    func symbolCount(at address: UInt64) -> UInt64? {
        sections.first { $0.type == Section.symbols && $0.address == address }.map { $0.size / 24 }
    }

    /// What the compilers, and perhaps the linker, said about themselves.
    func compilers() throws(PluginProblem) -> [String] {
        guard let section = sections.first(where: { name(of: $0).elementsEqual(".comment".utf8) })
        else { return [] }
        var found: [String] = []
        for text in try bytes(of: section, limit: 1 << 14).split(separator: 0) {
            let text = ModuleName.printable(text)
            if !found.contains(text), found.count < 64 { found.append(text) }
        }
        return found
    }
}
