import Foundation
import NoviCore
import Testing

/// The private copies of plugins.
struct PluginCacheTests {
    private let folder: TemporaryFolder
    private var bench: PluginBench

    init() throws {
        folder = try TemporaryFolder()
        bench = PluginBench(folder)
        try folder.write(CPlugin.empty.get(), to: "root/one.so")
    }

    @Test func `a copy is named after its content, and is the user's alone`() throws {
        let hash = try #require(bench.search().files.first?.hash)
        let copy = folder.path("cache/plugins/\(hash).so")
        #expect(try bench.copies == [copy])
        #expect(try [UInt8](Data(contentsOf: URL(filePath: copy))) == CPlugin.empty.get())
        #expect(mode(of: copy) == 0o500)
        for name in ["", "/plugins", "/quarantine", "/running"] {
            #expect(mode(of: folder.path("cache\(name)")) == 0o700)
        }
    }

    @Test func `files with one content have one copy`() throws {
        try folder.write(CPlugin.empty.get(), to: "root/two.so")
        let files = bench.search().files
        #expect(files.map(\.state) == [.loaded, .loaded])
        #expect(files.map { $0.warnings.map(\.code) } == [[], [.alias]])
        #expect(try bench.copies.count == 1)
    }

    /// What happens to a copy; the path stands for `$1`.
    private static let mischief = [
        "rm $1", "echo more >> $1", ": > $1", "rm $1; mkdir $1", "rm $1; ln -s /dev/zero $1",
        "cp \"$(dirname $1)/../../other.so\" $1", "rm -r \"$(dirname $1)\"",
    ]

    private func spoil(_ copy: String, _ script: String) throws {
        try folder.shell("chmod 700 $1; \(script)", copy)
    }

    @Test(arguments: mischief, [PluginPolicy.Enforcement.off, .enforce])
    func `a copy that is spoilt before its first use is made again`(
        script: String,
        probe: PluginPolicy.Enforcement
    ) async throws {
        try folder.write(CPlugin.answering("NOVI_OFF"), to: "other.so")
        settle(folder.path("root/one.so"))
        // Whoever does not try plugins maps them at once, and what is mapped must not be spoilt.
        for isFirst in [true, false] {
            await #expect(processExitsWith: .success) {
                [path = folder.path as String, probe = probe.rawValue as String] in
                var bench = PluginBench(path)
                bench.settings.policy.probe = try #require(.init(rawValue: probe))
                let catalog = bench.search()
                #expect(catalog.codes == [nil])
                #expect(catalog.answer(of: "one") == .on)
            }
            if isFirst { try spoil(#require(bench.copies.first), script) }
        }
    }

    @Test(arguments: mischief)
    func `a copy that is spoilt between search and first use is made again`(
        script: String
    ) throws {
        try folder.write(CPlugin.answering("NOVI_OFF"), to: "other.so")
        var bench = bench
        bench.settings.policy.probe = .enforce
        let catalog = bench.search()
        try spoil(#require(bench.copies.first), script)
        #expect(catalog.answer(of: "one") == .on)
        #expect(catalog.codes == [nil])
    }

    @Test(arguments: mischief)
    func `a copy that is spoilt is made again before it is tried again`(script: String) throws {
        try folder.write(CPlugin.answering("NOVI_OFF"), to: "other.so")
        settle(folder.path("root/one.so"))
        var bench = bench
        bench.settings.policy.probe = .enforce
        let first = bench.discovery()
        let files = first.search(into: ActivationCatalog()).files
        first.retry(files)
        try spoil(#require(bench.copies.first), script)
        let catalog = first.search(into: ActivationCatalog())
        #expect(catalog.codes == [nil])
        #expect(catalog.notices.isEmpty)
        #expect(catalog.answer(of: "one") == .on)
    }

    @Test func `a file that is gone as well as its copy cannot be used, and says so`() throws {
        var bench = bench
        bench.settings.policy.probe = .enforce
        let catalog = bench.search()
        try FileManager.default.removeItem(atPath: #require(bench.copies.first))
        try folder.write(CPlugin.answering("NOVI_OFF"), to: "root/one.so")
        #expect(catalog.answer(of: "one").reason == .error)
        #expect(catalog.codes == [.cacheUnusable])
        #expect(catalog.explainsItself)
    }

    @Test(arguments: [true, false])
    func `what happens to the file while it is mapped changes nothing`(
        isTruncated: Bool
    ) async throws {
        await #expect(processExitsWith: .success) {
            [path = folder.path as String, isTruncated = isTruncated as Bool] in
            let catalog = PluginBench(path).search()
            #expect(catalog.answer(of: "one") == .on)
            let file = try FileHandle(forWritingTo: URL(filePath: "\(path)/root/one.so"))
            if isTruncated {
                try file.truncate(atOffset: 0)
            } else {
                try file.write(contentsOf: Data(repeating: 0xCC, count: 100_000))
            }
            #expect(catalog.answer(of: "one") == .on)
        }
    }

    @Test func `plugins that are kept in memory are not confused`() async throws {
        // The loader must not take what it maps for what it has mapped under the same path before.
        try folder.write(CPlugin.compile(CPlugin.description("return 0;")), to: "root/bad.so")
        try folder.write(CPlugin.answering("NOVI_OFF"), to: "root/zebra.so")
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            var bench = PluginBench(path)
            bench.settings.cache = nil
            for _ in 1...2 {
                let catalog = bench.search()
                #expect(catalog.codes == [.declined, nil, nil])
                #expect(catalog.answer(of: "one") == .on)
                #expect(catalog.answer(of: "zebra") == .off)
                #expect(catalog.notices.map(\.code) == [.cacheUnusable])
            }
            try CPlugin.answering("NOVI_OFF")
                .withUnsafeBytes { Data($0) }.write(to: URL(filePath: "\(path)/root/one.so"))
            #expect(bench.search().answer(of: "one") == .off)
        }
    }

    @Test func `several threads use one cache`() async throws {
        for number in 1...4 {
            try folder.write(
                CPlugin.answering("NOVI_ON", version: "2.0.\(number)"),
                to: "root/many\(number).so"
            )
        }
        await onThreads(8) { [path = folder.path] _ in
            var bench = PluginBench(path)
            bench.settings.policy.probe = .enforce
            let catalog = bench.search()
            #expect(catalog.codes == [nil, nil, nil, nil, nil])
            #expect(catalog.notices.isEmpty)
            for number in 1...4 { #expect(catalog.answer(of: "many\(number)") == .on) }
        }
        #expect(try bench.copies.count == 5)
    }

    @Test func `several processes use one cache`() async throws {
        await withTaskGroup { group in
            for _ in 1...4 {
                group.addTask { [path = folder.path] in
                    await #expect(processExitsWith: .success) { [path = path as String] in
                        for _ in 1...5 {
                            let catalog = PluginBench(path).search()
                            #expect(catalog.codes == [nil] && catalog.notices.isEmpty)
                            #expect(catalog.answer(of: "one") == .on)
                        }
                    }
                }
            }
        }
    }

    @Test func `cleaning removes what nobody has used for long`() throws {
        let catalog = bench.search()
        let used = try #require(bench.copies.first)
        let unused = folder.path("cache/plugins/\(String(repeating: "0", count: 64)).so")
        let young = folder.path("cache/plugins/\(String(repeating: "1", count: 64)).so")
        let foreign = folder.path("cache/plugins/notes.txt")
        let draft = folder.path("cache/.new-left")
        for path in [unused, young, foreign, draft] { try Data().write(to: URL(filePath: path)) }
        for path in [used, unused, foreign, draft] {
            let past = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
            #expect(utimensat(AT_FDCWD, path, past, 0) == 0)
        }
        // It is cleaned when something new has been found.
        try folder.write(CPlugin.answering("NOVI_OFF"), to: "root/two.so")
        settle(folder.path("root/two.so"))
        _ = bench.search()
        let files = FileManager.default
        #expect(files.fileExists(atPath: used))
        #expect(!files.fileExists(atPath: unused))
        #expect(files.fileExists(atPath: young))
        #expect(files.fileExists(atPath: foreign))
        // What a process that has died was writing is of use to nobody.
        #expect(!files.fileExists(atPath: draft))
        #expect(catalog.answer(of: "one") == .on)
    }
}
