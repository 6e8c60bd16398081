import Foundation
import NoviCore
import Testing

/// Folders that cannot serve as a cache: plugins are used all the same.
struct UnusableCacheTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(CPlugin.empty.get(), to: "root/one.so")
    }

    /// Expects that plugins are kept in memory, and that it is said once.
    private static func expectInMemory(_ bench: PluginBench) {
        let discovery = bench.discovery()
        for _ in 1...2 {
            let catalog = discovery.search(into: ActivationCatalog())
            #expect(catalog.codes == [nil])
            #expect(catalog.notices.map(\.code) == [.cacheUnusable])
            #expect(catalog.answer(of: "one") == .on)
        }
    }

    @Test(arguments: [
        "touch cache", "ln -s nowhere cache", "ln -s cache cache", "mkfifo cache",
        "mkdir -m 770 cache", "mkdir -m 707 cache", "mkdir -m 1777 cache",
        "mkdir -m 700 cache; touch cache/running", "mkdir -m 700 cache; touch cache/plugins",
    ])
    func `a folder that is none, or that others may write to, is not used`(
        script: String
    ) throws {
        try folder.shell(script)
        Self.expectInMemory(PluginBench(folder))
    }

    @Test func `a link of this user to a folder of this user is a folder`() throws {
        // Services whose user exists only while they run have such a link.
        try folder.shell("mkdir -m 700 private; ln -s private cache")
        let catalog = PluginBench(folder).search()
        #expect(catalog.notices.isEmpty)
        #expect(catalog.answer(of: "one") == .on)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
    func `a folder or a link of another user is not used`() throws {
        try folder.shell("mkdir -m 700 cache; chown 65534 cache")
        Self.expectInMemory(PluginBench(folder))
        try folder.shell(
            "rmdir cache; mkdir -m 700 private; ln -s private cache; chown -h 65534 cache"
        )
        Self.expectInMemory(PluginBench(folder))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
    func `a folder in which this user may not write is not used`() async throws {
        try folder.shell("mkdir -m 755 cache")
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            #expect(setuid(65534) == 0)
            var bench = PluginBench(path)
            bench.settings.policy.permissions = .off
            Self.expectInMemory(bench)
        }
    }

    @Test func `no folder at all is said`() {
        var bench = PluginBench(folder)
        bench.settings.cache = nil
        Self.expectInMemory(bench)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can mount"))
    func `a file system from which nothing can be run is not used`() async throws {
        try folder.makeFolder("cache")
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            try mountMemory("\(path)/cache", size: "1m", flags: mountWithoutPrograms)
            Self.expectInMemory(PluginBench(path))
        }
    }

    /// From no room at all to room for all but the index.
    @Test(
        .enabled(if: geteuid() == 0, "only root can mount"),
        arguments: [1, 2, 3, 4, 5]
    )
    func `a file system that is full is not used`(pages: Int) async throws {
        try folder.makeFolder("cache")
        await #expect(processExitsWith: .success) {
            [path = folder.path as String, pages = pages as Int] in
            try mountMemory("\(path)/cache", size: "\(pages * 4096)")
            // A page of the breadcrumb, the copy of the plugin and the index want room.
            if pages < 5 { fill("\(path)/cache/filler") }
            let discovery = PluginBench(path).discovery()
            settle("\(path)/root/one.so")
            for _ in 1...2 {
                let catalog = discovery.search(into: ActivationCatalog())
                #expect(catalog.codes == [nil])
                #expect(catalog.notices.map(\.code).allSatisfy { $0 == .cacheUnusable })
                #expect(!catalog.notices.isEmpty)
                #expect(catalog.answer(of: "one") == .on)
            }
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can mount"))
    func `what crashed is known to this process even if it cannot be noted`() async throws {
        try folder.write(
            HostilePlugin.compile("__builtin_trap();", at: .constructor),
            to: "root/bad.so"
        )
        try folder.makeFolder("cache")
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            try mountMemory("\(path)/cache", size: "1m")
            var bench = PluginBench(path)
            bench.settings.policy.probe = .enforce
            let discovery = bench.discovery()
            fill("\(path)/cache/filler")
            for _ in 1...2 {
                let catalog = discovery.search(into: ActivationCatalog())
                #expect(catalog.codes == [.probeCrashed, nil])
                #expect(catalog.notices.map(\.code).contains(.cacheUnusable))
            }
        }
    }

    @Test func `a cache that is removed while a process runs is made again`() throws {
        let bench = PluginBench(folder)
        let discovery = bench.discovery()
        #expect(discovery.search(into: ActivationCatalog()).codes == [nil])
        try folder.shell("rm -r cache")
        try folder.write(CPlugin.answering("NOVI_OFF"), to: "root/two.so")
        let catalog = discovery.search(into: ActivationCatalog())
        #expect(catalog.codes == [nil, nil])
        #expect(catalog.notices.isEmpty)
        #expect(catalog.answer(of: "one") == .on)
        #expect(catalog.answer(of: "two") == .off)
        #expect(mode(of: folder.path("cache")) == 0o700)
    }
}
