import Foundation
import NoviCore
import Testing

/// What happens to plugins between the look at them and their use.
struct PluginChangeTests {
    private let folder: TemporaryFolder
    private var bench: PluginBench

    init() throws {
        folder = try TemporaryFolder()
        bench = PluginBench(folder)
        bench.settings.policy.probe = .enforce
    }

    @Test(arguments: [true, false])
    func `what was looked at is what is tried and mapped`(isBeforeTrial: Bool) throws {
        try folder.write(CPlugin.answering("NOVI_ON", version: "1.0.0"), to: "root/one.so")
        try folder.write(CPlugin.answering("NOVI_OFF", version: "2.0.0"), to: "other.so")
        let swap = "mv '\(folder.path)/other.so' '\(folder.path)/root/one.so'"
        var bench = bench
        if isBeforeTrial { try bench.precedeProbe(with: swap) }
        let catalog = bench.search()
        if !isBeforeTrial { try folder.shell(swap) }
        #expect(!FileManager.default.fileExists(atPath: folder.path("other.so")))
        #expect(catalog.files.map(\.plugin) == ["example 1.0.0"])
        #expect(catalog.answer(of: "one") == .on)
        let next = bench.search()
        #expect(next.files.map(\.plugin) == ["example 2.0.0"])
        #expect(next.answer(of: "one") == .off)
    }

    @Test func `a file that vanishes during a search has not been there`() throws {
        for name in ["a", "gone", "zebra"] {
            try folder.write(CPlugin.answering("NOVI_ON", version: name), to: "root/\(name).so")
        }
        // The first plugin is tried before the second is looked at.
        var bench = bench
        try bench.precedeProbe(with: "rm -f '\(folder.path)/root/gone.so'")
        let catalog = bench.search()
        #expect(catalog.files.map(\.plugin) == ["example a", "example zebra"])
        #expect(catalog.codes == [nil, nil])
    }

    @Test func `threads that need a plugin at the same time enter it once`() async throws {
        let source = CPlugin.description(
            """
            extern int usleep(unsigned);
            static _Atomic int calls;
            if (calls++) return 0;
            usleep(300000);
            """
        )
        try folder.write(CPlugin.compile(source), to: "root/one.so")
        // Two clients in one process have a catalog each.
        let catalogs = [bench.search(), bench.search()]
        await onThreads(8) { number in
            #expect(catalogs[number % 2].answer(of: "one") == .on)
        }
        #expect(catalogs.map(\.codes) == [[nil], [nil]])
    }

    @Test func `of thousands of plugins none is mapped before it is used`() throws {
        try folder.write(CPlugin.empty.get(), to: "root/n0.so")
        let count = 2000
        for number in 1..<count {
            try #require(link(folder.path("root/n0.so"), folder.path("root/n\(number).so")) == 0)
        }
        settle(folder.path("root/n0.so"))
        var bench = bench
        try bench.countStarts()
        let catalog = bench.search()
        #expect(catalog.files.count == count)
        #expect(catalog.classes.count == count)
        #expect(bench.starts == 1)
        let copies = try bench.copies
        try #require(copies.count == 1)
        #expect(dlopen(copies[0], RTLD_NOW | RTLD_NOLOAD) == nil)
        #expect(catalog.answer(of: "n\(count - 1)") == .on)
        #expect(dlopen(copies[0], RTLD_NOW | RTLD_NOLOAD) != nil)
    }
}
