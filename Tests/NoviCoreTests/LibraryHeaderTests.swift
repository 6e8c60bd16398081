import Foundation
import NoviCore
import Testing

/// Libraries that the system's loader must not see.
struct LibraryHeaderTests {
    private let folder: TemporaryFolder
    private let library: [UInt8]

    init() throws {
        folder = try TemporaryFolder()
        library = try CPlugin.empty.get()
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
        let code = catalog.files[0].problem?.code
        // Only the system's loader knows the second from a library.
        #expect(code == (option == "-pie" ? .loadFailed : .notSharedObject))
        #expect(catalog.explainsItself)
    }

    @Test func `a library that lacks what it needs is refused`() throws {
        let source = CPlugin.description("extern void missing(void); missing();")
        try folder.write(CPlugin.compile(source), to: "bad.so")
        let catalog = folder.search()
        #expect(folder.files(of: catalog) == [.refused("bad.so", .loadFailed)])
        #expect(catalog.files[0].problem?.message.contains("missing") == true)
        #expect(catalog.explainsItself)
    }

    @Test func `a library without the entry is refused`() throws {
        try folder.write(CPlugin.compile("int novi_plugin_v2;"), to: "bad.so")
        let catalog = folder.search()
        #expect(folder.files(of: catalog) == [.refused("bad.so", .noEntry)])
        #expect(catalog.explainsItself)
    }
}
