/// The first bytes of a library, which say what it is and where the rest is.
struct LibraryHead {
    /// Its name for the processor of this host.
    #if arch(x86_64)
    static let processor = "x86-64"
    private static let machine: UInt16 = 62
    #elseif arch(arm64)
    static let processor = "AArch64"
    private static let machine: UInt16 = 183
    #endif

    /// The size of a program header.
    static let programSize = 56
    /// The size of a section header.
    static let sectionSize = 64

    /// Where its program headers are.
    let programOffset: UInt64
    /// How many there are.
    let programCount: Int
    /// Where its section headers are.
    let sectionOffset: UInt64
    /// How many there are; none if they have a form that is not known.
    let sectionCount: Int
    /// Which section holds the names of the sections.
    let sectionNames: Int

    /// Reads and checks it.
    ///
    /// - Parameter file: The file.
    /// - Throws: ``PluginProblem`` if the file is no library for this host, or
    ///   ends before what is announced here.
    init(_ file: LibraryFile) throws(PluginProblem) {
        guard file.size >= 64 else { throw .notELF }
        let header = try file.read(0, 64)
        try Self.checkKind(header)
        programOffset = header.number(at: 32)
        sectionOffset = header.number(at: 40)
        let (programSize, programCount): (UInt16, UInt16) = (
            header.number(at: 54), header.number(at: 56)
        )
        let (sectionSize, sectionCount): (UInt16, UInt16) = (
            header.number(at: 58), header.number(at: 60)
        )
        guard programSize == Self.programSize, programCount > 0,
            file.holds(programOffset, UInt64(programSize) * UInt64(programCount)),
            file.holds(sectionOffset, UInt64(sectionSize) * UInt64(sectionCount))
        else { throw .truncated }
        // The system's loader takes as much of a thread's stack as they need.
        guard programCount <= 256 else { throw .corrupt("it has \(programCount) segments") }
        self.programCount = Int(programCount)
        self.sectionCount = sectionSize == Self.sectionSize ? Int(sectionCount) : 0
        sectionNames = Int(header.number(at: 62) as UInt16)
    }

    private static func checkKind(_ header: [UInt8]) throws(PluginProblem) {
        guard header.starts(with: [0x7F] + Array("ELF".utf8)) else { throw .notELF }
        guard header[4] == 2, header[5] == 1 else {
            throw PluginProblem(
                .wrongClass,
                "It is not made for a 64-bit little-endian machine.",
                remedy: "Build it for this machine."
            )
        }
        let found: UInt16 = header.number(at: 18)
        guard found == machine else {
            throw PluginProblem(
                .wrongArchitecture,
                "It is made for another processor (\(found), this host is \(machine)).",
                remedy: "Build it for this machine."
            )
        }
        guard header[6] == 1, header.number(at: 20) as UInt32 == 1 else {
            throw .corrupt("it has a version of the format that nobody knows")
        }
        // 0 is any system, 3 is Linux with extensions of GNU.
        guard header[7] == 0 || header[7] == 3, header[8] == 0 || header[7] == 3 else {
            throw PluginProblem(
                .wrongArchitecture,
                "It is made for another operating system (\(header[7])).",
                remedy: "Build it for Linux."
            )
        }
        guard header.number(at: 16) as UInt16 == 3 else { throw .notShared }
    }
}

extension PluginProblem {
    fileprivate static let notELF = PluginProblem(
        .notELF,
        "It is not a shared library.",
        remedy: "Build the plugin, and install the .so file that results."
    )
}
