import Foundation
import NoviCore
import Testing

/// The order of the roots, and what may be in them besides plugins.
struct DiscoveryRootsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ files: String...) throws {
        for file in files { try folder.write(CPlugin.empty.get(), to: file) }
    }

    @Test func `the first root that has a module wins, and what it shadows is shown`() throws {
        try write("a/rule.so", "a/only.so", "b/librule.so", "b/sub/rule.so", "c/rule.so")
        let catalog = folder.search("b", "a", "c")
        #expect(
            folder.files(of: catalog) == [
                .loaded("b/librule.so", "novi_activations.rule.Rule"),
                .loaded("b/sub/rule.so", "novi_activations.sub.rule.Rule"),
                .loaded("a/only.so", "novi_activations.only.Rule"),
                .shadowed("a/rule.so"),
                .shadowed("c/rule.so"),
            ]
        )
        let owner = folder.path("b/librule.so")
        #expect(catalog.find("novi_activations.rule.Rule")?.file == owner)
        #expect(
            catalog.files[3].problem?.message
                == "'\(owner)' has the same name and is searched before."
        )
        #expect(catalog.explainsItself)
        #expect(catalog.roots == ["b", "a", "c"].map(folder.path(_:)))
    }

    @Test func `a file that is refused shadows all the same, as in Python`() throws {
        try write("b/rule.so", "b/twin.so")
        try folder.write("text".utf8, to: "a/rule.so")
        try write("a/twin.so", "a/libtwin.so")
        #expect(
            folder.files(of: folder.search("a", "b")) == [
                .refused("a/libtwin.so", .ambiguousModule),
                .refused("a/rule.so", .notELF),
                .refused("a/twin.so", .ambiguousModule),
                .shadowed("b/rule.so"),
                .shadowed("b/twin.so"),
            ]
        )
    }

    @Test(arguments: ["missing", "missing/below", "file", "loop"])
    func `a root that is no folder stops no other`(root: String) throws {
        try write("good/rule.so")
        try folder.write([], to: "file")
        try folder.link("loop", to: "loop")
        let catalog = folder.search(root, "good")
        #expect(catalog.find("novi_activations.rule.Rule") != nil)
        #expect(catalog.explainsItself)
    }

    @Test(arguments: [["a", "a"], ["a", "a/"], ["a", "link"], ["a", "./a"]])
    func `a root that is given twice is searched once`(roots: [String]) throws {
        try write("a/rule.so")
        try folder.link("link", to: "a")
        let catalog = folder.search(roots[0], roots[1])
        #expect(folder.files(of: catalog) == [.loaded("a/rule.so", "novi_activations.rule.Rule")])
    }

    @Test func `a root may be a link, and folders may lead back to themselves`() throws {
        try write("real/sub/rule.so")
        try folder.link("root", to: "real")
        try folder.link("real/sub/up", to: "..")
        try folder.link("real/sub/here", to: ".")
        try folder.link("real/loop", to: "loop")
        #expect(
            folder.files(of: folder.search("root")) == [
                .loaded("root/sub/rule.so", "novi_activations.sub.rule.Rule")
            ]
        )
    }

    @Test func `a link to a folder beside it takes nothing from the folder`() throws {
        try write("standard/rule.so")
        try folder.link("current", to: "standard")
        let catalog = folder.search()
        #expect(catalog.find("novi_activations.standard.rule.Rule") != nil)
        #expect(catalog.find("novi_activations.current.rule.Rule") != nil)
    }

    @Test func `a library under two names is entered once`() throws {
        let source = CPlugin.description(
            #"""
            static int calls;
            novi_string versions[] = {TEXT("first"), TEXT("second"), TEXT("third")};
            plugin.version = versions[calls++];
            """#
        )
        try folder.write(CPlugin.compile(source), to: "a.so")
        try folder.link("b.so", to: "a.so")
        #expect(link(folder.path("a.so"), folder.path("c.so")) == 0)
        let catalog = folder.search()
        for name in ["a", "b", "c"] {
            #expect(catalog.find("novi_activations.\(name).Rule")?.pluginVersion == "first")
        }
    }

    @Test func `a library that declines is asked once`() throws {
        let source = CPlugin.description("static int calls; if (calls++ == 0) return 0;")
        try folder.write(CPlugin.compile(source), to: "a.so")
        try folder.link("b.so", to: "a.so")
        #expect(folder.files() == [.refused("a.so", .declined), .refused("b.so", .declined)])
    }

    @Test func `16 folders below each other are searched, and the next is shown`() throws {
        let deep = (1...16).map { "d\($0)" }.joined(separator: "/")
        try write("\(deep)/rule.so", "\(deep)/z/rule.so")
        let catalog = folder.search()
        #expect(folder.files(of: catalog).first?.name == "\(deep)/rule.so")
        #expect(folder.files(of: catalog).first?.state == .loaded)
        #expect(catalog.files.dropFirst().map(\.problem?.code) == [.tooMuch])
    }

    @Test(arguments: [20_000, 20_001])
    func `a root may have 20,000 entries, and the rest is shown`(count: Int) throws {
        try write("a.so", "z.so")
        for number in 0..<(count - 2) {
            let descriptor = open(folder.path("n\(number)"), O_CREAT | O_WRONLY, 0o644)
            try #require(close(descriptor) == 0)
        }
        let catalog = folder.search()
        let isTooMuch = count > 20_000
        #expect(catalog.find("novi_activations.a.Rule") != nil)
        #expect((catalog.find("novi_activations.z.Rule") == nil) == isTooMuch)
        #expect(catalog.files.contains { $0.problem?.code == .tooMuch } == isTooMuch)
    }
}
