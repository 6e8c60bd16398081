/// All that can be learned about a library without running it.
///
/// What the system's loader relies on without a check of its own is checked
/// here: it would read or write where nothing is, never come to an end, or
/// stop the process. A file costs time and memory in proportion to its own
/// size, whatever the numbers in it say.
package enum LibraryInspection {
    /// Looks at a library.
    ///
    /// - Parameters:
    ///   - descriptor: The open file; its position is neither used nor
    ///     changed.
    ///   - size: How many bytes it has.
    /// - Returns: What it says about itself.
    /// - Throws: ``PluginProblem`` if it is no plugin that this host's loader
    ///   can map.
    package static func inspect(
        _ descriptor: Int32,
        size: Int
    ) throws(PluginProblem) -> LibraryFacts {
        let file = LibraryFile(descriptor: descriptor, size: UInt64(max(size, 0)))
        let head = try LibraryHead(file)
        let sections = try LibrarySections(file, head)
        if sections.lacksCode { throw .noCode }
        let image = try LibraryImage(file, head)
        let table = try DynamicTable(image)
        let strings = try StringTable(image, table)
        let symbols = try SymbolTable(image, table, strings, sections)
        let versions = try VersionTables(image, table, strings, symbolCount: symbols.count)
        try Relocations.check(image, table, symbolCount: symbols.count)
        let notes = try LibraryNotes(image)
        let names = try LibraryNames(table, strings)
        let note = try notes.text.map { text throws(PluginProblem) in
            try PluginNote(parsing: text)
        }
        try symbols.checkEntry()
        return LibraryFacts(
            processor: LibraryHead.processor,
            neededLibraries: names.needed,
            runPath: names.runPath,
            soname: names.soname,
            neededVersions: versions.needed.mapValues { $0.sorted() },
            entries: symbols.entries,
            note: note,
            buildID: notes.buildID,
            compilers: try sections.compilers(),
            swiftRuntime: names.needed.contains("libswiftCore.so")
                ? .shared : sections.hasSwift ? .own : .none,
            size: size
        )
    }
}

/// The names that stand in the table of tables.
private struct LibraryNames {
    let needed: [String]
    let runPath: String?
    let soname: String?

    init(_ table: DynamicTable, _ strings: StringTable) throws(PluginProblem) {
        func name(_ position: UInt64) throws(PluginProblem) -> String {
            ModuleName.printable(try strings.name(at: position))
        }
        needed = try table.needed.map(name)
        soname = try table[.name].map(name)
        runPath = try (table[.runSearchPath] ?? table[.searchPath])
            .map { position throws(PluginProblem) in
                ModuleName.printable(try strings.name(at: position, limit: 1 << 16))
            }
    }
}
