import Foundation
import NoviCore
import Testing

/// Libraries that the system's loader must not see.
struct LibraryHeaderTests {
    private let folder: TemporaryFolder
    private let library: [UInt8]

    init() throws {
        folder = try TemporaryFolder()
        // It needs another library, and so has all tables.
        let source = CPlugin.description("extern int puts(const char *); if (!host) puts(\"\");")
        library = try CPlugin.compile(source)
    }

    @Test func `a library that ends too early is refused, wherever it ends`() async throws {
        let sizes = Array(stride(from: 64, to: library.count, by: 61)) + [library.count - 1]
        for size in sizes { try folder.write(library.prefix(size), to: "cut/n\(size).so") }
        for size in [1, 4, 16, 63] {
            try folder.write(library.prefix(size), to: "head/n\(size).so")
        }
        await #expect(processExitsWith: .success) { [root = folder.path as String] in
            let cut = PluginDiscovery.search(["\(root)/cut"], into: .init(), logger: .silent)
            #expect(Set(cut.files.map(\.problem?.code)) == [.truncated])
            #expect(cut.files.count > 100)
            let head = PluginDiscovery.search(["\(root)/head"], into: .init(), logger: .silent)
            #expect(head.files.map(\.problem?.code) == [.notELF, .notELF, .notELF, .notELF])
            #expect(cut.explainsItself && head.explainsItself)
        }
    }

    /// Bytes of the header that are overwritten, and what is then said.
    struct Patch: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let offset: Int
        let bytes: [UInt8]
        let code: PluginProblem.Code

        init(_ name: String, _ offset: Int, _ bytes: [UInt8], _ code: PluginProblem.Code) {
            testDescription = name
            self.offset = offset
            self.bytes = bytes
            self.code = code
        }
    }

    private static let far: [UInt8] = Array(repeating: 0xFF, count: 8)

    @Test(arguments: [
        Patch("other magic", 0, [0x7E], .notELF),
        Patch("32 bits", 4, [1], .wrongClass),
        Patch("no class", 4, [0], .wrongClass),
        Patch("big-endian", 5, [2], .wrongClass),
        Patch("no type", 16, [0, 0], .notSharedObject),
        Patch("object file", 16, [1, 0], .notSharedObject),
        Patch("program", 16, [2, 0], .notSharedObject),
        Patch("core dump", 16, [4, 0], .notSharedObject),
        Patch("32-bit x86", 18, [3, 0], .wrongArchitecture),
        Patch("RISC-V", 18, [243, 0], .wrongArchitecture),
        Patch("far program headers", 32, far, .truncated),
        Patch("program headers near the end", 32, [0xF0] + far.dropLast(), .truncated),
        Patch("far section headers", 40, far, .truncated),
        Patch("no size of program headers", 54, [0, 0], .truncated),
        Patch("no program headers", 56, [0, 0], .truncated),
        Patch("too many program headers", 56, [0xFF, 0xFF], .truncated),
        Patch("too many section headers", 60, [0xFF, 0xFF], .truncated),
        Patch("far segment", 64 + 8, far, .truncated),
        Patch("large segment", 64 + 32, Array(repeating: 0x7F, count: 8), .truncated),
    ])
    func `a header that does not fit this host is refused`(patch: Patch) throws {
        var bytes = library
        bytes.replaceSubrange(patch.offset..<(patch.offset + patch.bytes.count), with: patch.bytes)
        try folder.write(bytes, to: "bad.so")
        try folder.write(library, to: "good.so")
        let catalog = folder.search()
        #expect(
            folder.files(of: catalog) == [
                .refused("bad.so", patch.code),
                .loaded("good.so", "novi_activations.good.Rule"),
            ]
        )
        #expect(catalog.explainsItself)
    }

    @Test func `an object file is no library`() throws {
        try folder.write(CPlugin.compile(CPlugin.description(""), "-c"), to: "bad.so")
        #expect(folder.files() == [.refused("bad.so", .notSharedObject)])
    }

    @Test(arguments: ["-no-pie", "-pie"])
    func `a program is no library`(option: String) throws {
        let source = "int main(void) { return 0; }"
        try folder.write(CPlugin.compile(source, option), to: "bad.so")
        let catalog = folder.search()
        #expect(folder.files(of: catalog) == [.refused("bad.so", .notSharedObject)])
        #expect(catalog.explainsItself)
    }

    /// Where a program header of a type begins.
    private func programHeader(_ type: UInt32, flags: UInt32? = nil) throws -> Int {
        let count = Int(library[56]) | Int(library[57]) << 8
        return try #require(
            (0..<count).map { 64 + 56 * $0 }.first { start in
                number(at: start, 4) == UInt64(type)
                    && (flags == nil || number(at: start + 4, 4) == flags.map(UInt64.init))
            }
        )
    }

    private func number(at offset: Int, _ size: Int) -> UInt64 {
        library[offset..<(offset + size)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Where the value of an entry of the dynamic section lies.
    private func dynamicValue(_ tag: UInt64) throws -> Int {
        let header = try programHeader(2)
        let start = Int(number(at: header + 8, 8))
        let size = Int(number(at: header + 32, 8))
        let entries = stride(from: start, to: start + size, by: 16)
        return try #require(entries.first { number(at: $0, 8) == tag }) + 8
    }

    private func refusal(at offset: Int, _ bytes: [UInt8]) throws -> PluginProblem? {
        var damaged = library
        damaged.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        try folder.write(damaged, to: "bad.so")
        let catalog = folder.search()
        #expect(catalog.explainsItself)
        return catalog.files.first?.problem
    }

    @Test(
        arguments: [
            ("needed library", 1), ("size of PLT relocations", 2), ("strings", 5), ("symbols", 6),
            ("relocations", 7), ("size of relocations", 8), ("size of a relocation", 9),
            ("size of strings", 10), ("size of a symbol", 11), ("initialiser", 12),
            ("finisher", 13),
            ("initialisers", 25), ("finishers", 26), ("size of initialisers", 27),
            ("size of finishers", 28), ("hash table", 0x6FFF_FEF5),
            ("needed versions", 0x6FFF_FFFE),
            ("versions", 0x6FFF_FFF0),
        ] as [(String, UInt64)]
    )
    func `a table that lies nowhere is found before the system's loader reads it`(
        name: String,
        tag: UInt64
    ) throws {
        let problem = try refusal(at: dynamicValue(tag), Self.far)
        #expect(problem?.code == .corruptELF, "\(name)")
    }

    @Test func `a list of tables without an end is damaged`() throws {
        let header = try programHeader(2)
        #expect(try refusal(at: header + 32, [16, 0, 0, 0, 0, 0, 0, 0])?.code == .corruptELF)
    }

    @Test(
        arguments: [
            ("size in memory", 40, [0, 0, 0, 0, 0, 0, 0, 0]),
            ("size in memory", 40, far),
            ("address", 16, far),
            ("address", 16, [1, 0, 0, 0, 0, 0, 0, 0]),
            ("alignment", 48, [3, 0, 0, 0, 0, 0, 0, 0]),
        ] as [(String, Int, [UInt8])]
    )
    func `a segment that cannot be where it wants is damaged`(
        name: String,
        offset: Int,
        bytes: [UInt8]
    ) throws {
        let segment = try programHeader(1, flags: 5)
        #expect(try refusal(at: segment + offset, bytes)?.code == .corruptELF, "\(name)")
    }

    @Test func `code that can be written is refused`() throws {
        let segment = try programHeader(1, flags: 5)
        #expect(try refusal(at: segment + 4, [7])?.code == .writableCode)
    }

    @Test func `stacks that can be executed are refused`() throws {
        #expect(try refusal(at: programHeader(0x6474_E551) + 4, [7])?.code == .executableStack)
    }

    @Test func `a library that lacks what it needs is refused`() throws {
        let source = CPlugin.description("extern void missing(void); missing();")
        try folder.write(CPlugin.compile(source), to: "bad.so")
        let catalog = folder.search()
        #expect(folder.files(of: catalog) == [.refused("bad.so", .unresolvedSymbol)])
        #expect(catalog.files[0].problem?.message.contains("missing") == true)
        #expect(catalog.explainsItself)
    }

    @Test func `a library that lacks Swift's runtime is told how to bring it`() throws {
        let source = CPlugin.description("extern void swift_missing(void); swift_missing();")
        try folder.write(CPlugin.compile(source), to: "bad.so")
        let problem = folder.search().files[0].problem
        #expect(problem?.code == .unresolvedSymbol)
        #expect(problem?.remedy.contains("-static-stdlib") == true)
    }

    @Test func `a library without the entry is refused`() throws {
        try folder.write(CPlugin.compile("int novi_plugin_v2;"), to: "bad.so")
        let catalog = folder.search()
        #expect(folder.files(of: catalog) == [.refused("bad.so", .noEntry)])
        #expect(catalog.explainsItself)
    }
}
