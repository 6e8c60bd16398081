import Foundation
import NoviCore
import Testing

/// The names that folders and files give to classes.
struct DiscoveryNamesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [
        ("rule.so", "rule"),
        ("librule.so", "rule"),
        ("liblibrule.so", "librule"),
        ("lib.so", "lib"),
        ("libs.so", "s"),
        ("lib_.so", "_"),
        ("Lib.so", "Lib"),
        ("_1.so", "_1"),
        ("standard/rule.so", "standard.rule"),
        ("standard/librule.so", "standard.rule"),
        ("lib/librule.so", "lib.rule"),
        ("libstandard/a/B/_c/rule.so", "libstandard.a.B._c.rule"),
    ])
    func `the folders, the file and the class make the name`(file: String, module: String) throws {
        try folder.write(CPlugin.empty.get(), to: file)
        let catalog = folder.search()
        let name = "novi_activations.\(module).Rule"
        #expect(folder.files(of: catalog) == [.loaded(file, name)])
        #expect(catalog.files.map(\.module) == ["novi_activations.\(module)"])
        #expect(catalog.find(name)?.name == name)
        #expect(catalog.find(name)?.plugin == "example 1.2.3")
        #expect(catalog.find(name)?.file == folder.path(file))
    }

    @Test(arguments: [
        ("my rule.so", "my rule", "my_rule"),
        ("my-rule.so", "my-rule", "my_rule"),
        ("libmy-rule.so", "my-rule", "my_rule"),
        ("1rule.so", "1rule", "_1rule"),
        ("lib1rule.so", "1rule", "_1rule"),
        ("a.b.so", "a.b", "a_b"),
        ("rule.so.so", "rule.so", "rule_so"),
        ("new\nline.so", "new\\x0Aline", "new_line"),
        ("tab\tdel\u{7F}.so", "tab\\x09del\\x7F", "tab_del_"),
        ("caf\u{E9}.so", "caf\u{E9}", "caf__"),
        ("cafe\u{301}.so", "cafe\u{301}", "cafe__"),
        ("my-rules/rule.so", "my-rules", "my_rules"),
        ("2024/rule.so", "2024", "_2024"),
    ])
    func `a name that is not legal is refused with one that is`(
        file: String,
        part: String,
        proposal: String
    ) throws {
        try folder.write(CPlugin.empty.get(), to: file)
        let catalog = folder.search()
        let found = try #require(catalog.files.first)
        #expect(found.problem?.code == .badName)
        #expect(found.problem?.message == "'\(part)' cannot be part of a class's name.")
        #expect(found.problem?.remedy == "Rename it, to '\(proposal)' for example.")
        #expect(found.module == nil)
        #expect(catalog.explainsItself)
    }

    @Test func `names that are not UTF-8 are shown as bytes`() throws {
        for name: [UInt8] in [[0xFF], [0x61, 0xC3], [0xC3, 0x28]] {
            let path = Array(folder.path.utf8) + [0x2F] + name + Array(".so".utf8)
            let descriptor = open(
                path.map { CChar(bitPattern: $0) } + [0],
                O_CREAT | O_WRONLY,
                0o644
            )
            #expect(close(descriptor) == 0)
        }
        #expect(
            folder.files() == [
                .refused("a\\xC3.so", .badName),
                .refused("\\xC3(.so", .badName),
                .refused("\\xFF.so", .badName),
            ]
        )
    }

    @Test func `names that look alike but differ in their bytes are two files`() throws {
        for name in ["caf\u{E9}.so", "cafe\u{301}.so"] {
            try folder.write(CPlugin.empty.get(), to: name)
        }
        let paths = folder.search().files.map {
            Array($0.path.utf8.dropFirst(folder.path.utf8.count))
        }
        #expect(paths == ["/cafe\u{301}.so", "/caf\u{E9}.so"].map { Array($0.utf8) })
    }

    @Test func `what does not end in so, or begins with a point, is no plugin`() throws {
        for name in ["rule", "rule.SO", "rule.so.1", "so", ".so", ".rule.so", ".hidden/rule.so"] {
            try folder.write(CPlugin.empty.get(), to: name)
        }
        #expect(folder.files().isEmpty)
    }

    @Test func `two files that mean the same module are both refused`() throws {
        for name in ["foo.so", "libfoo.so", "libbar.so", "sub/foo.so"] {
            try folder.write(CPlugin.empty.get(), to: name)
        }
        let catalog = folder.search()
        #expect(
            folder.files(of: catalog) == [
                .refused("foo.so", .ambiguousModule),
                .loaded("libbar.so", "novi_activations.bar.Rule"),
                .refused("libfoo.so", .ambiguousModule),
                .loaded("sub/foo.so", "novi_activations.sub.foo.Rule"),
            ]
        )
        let message = "'foo.so' and 'libfoo.so' stand side by side and mean the same module."
        #expect(catalog.files[0].problem?.message == message)
        #expect(catalog.files[2].problem?.message == message)
        #expect(catalog.find("novi_activations.foo.Rule") == nil)
    }

    @Test func `a name has at most 255 bytes`() throws {
        // The file system takes no longer ones.
        try folder.write(CPlugin.empty.get(), to: String(repeating: "n", count: 252) + ".so")
        #expect(folder.files().map(\.state) == [.loaded])
    }
}
