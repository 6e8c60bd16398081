import Foundation
import NoviCore
import Testing

/// Installing plugins while somebody reads them.
struct PluginShelfTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func shelf(_ module: String) throws -> PluginShelf {
        try PluginShelf(module, in: folder.path("root"))
    }

    /// What is in a file; nil if it is not there.
    private func text(_ name: String) -> String? {
        try? String(contentsOfFile: folder.path("root/\(name)"), encoding: .utf8)
    }

    private func install(_ module: String, _ text: String, _ signature: String? = nil) throws {
        try shelf(module).install(Array(text.utf8), signature: signature.map { Array($0.utf8) })
    }

    private func expect(_ content: String?, _ signature: String?) {
        #expect(text("one.so") == content)
        #expect(text("one.so.sig") == signature)
    }

    @Test func `a plugin is put where its name says`() throws {
        try install("one", "1")
        try install("a.b.two", "2")
        #expect(text("one.so") == "1")
        #expect(text("a/b/two.so") == "2")
        #expect(mode(of: folder.path("root/a/b/two.so")) == 0o644)
        #expect(try shelf("a.b.two").isTaken)
        #expect(try !shelf("a.b.three").isTaken)
    }

    @Test(arguments: [0o022, 0o077, 0o000])
    func `others may read what is installed, and may not write it`(mask: Int) async throws {
        await #expect(processExitsWith: .success) {
            [path = folder.path as String, mask = mask as Int] in
            umask(mode_t(mask))
            try PluginShelf("a.one", in: "\(path)/root").install([1], signature: [2])
            for (name, expected) in [("a", 0o755), ("a/one.so", 0o644), ("a/one.so.sig", 0o644)] {
                #expect(mode(of: "\(path)/root/\(name)") == mode_t(expected))
            }
        }
    }

    @Test(arguments: [
        ("one", ["libone.so"], "libone.so"), ("one", ["one.so", "libone.so"], "one.so"),
        ("one", [], "one.so"), ("libone", [], "liblibone.so"), ("lib", [], "lib.so"),
        ("lib", ["liblib.so"], "liblib.so"),
        ("lib", ["lib.so"], "lib.so"), ("libone", ["libone.so"], "liblibone.so"),
    ])
    func `a plugin takes the place of the file that has its name`(
        module: String,
        files: [String],
        expected: String
    ) throws {
        for file in files { try folder.write("0".utf8, to: "root/\(file)") }
        try install(module, "1")
        #expect(text(expected) == "1")
        let found = PluginDiscovery.search(
            [folder.path("root")],
            into: ActivationCatalog(),
            settings: PluginBench(folder).settings,
            logger: .silent
        )
        let names = found.files.filter { $0.path.hasSuffix("/\(expected)") }.map(\.module)
        #expect(names == ["novi_activations.\(module)"])
    }

    @Test(arguments: [
        "", ".", "..", "a.", ".a", "a..b", "a/b", "../a", "a b", "1a", "é", "a\0b", "a.so/",
    ])
    func `a name that is not legal is refused`(module: String) throws {
        #expect(throws: PluginProblem.self) { try shelf(module) }
        #expect(!FileManager.default.fileExists(atPath: folder.path("root")))
    }

    @Test func `rolling back twice changes nothing, and signatures go along`() throws {
        try install("one", "1", "s1")
        try install("one", "2", "s2")
        expect("2", "s2")
        for _ in 1...2 {
            try shelf("one").rollBack()
            expect("1", "s1")
            try shelf("one").rollBack()
            expect("2", "s2")
        }
        // A build without a signature must not get that of another.
        try install("one", "3")
        expect("3", nil)
        try shelf("one").rollBack()
        expect("2", "s2")
        try shelf("one").rollBack()
        expect("3", nil)
    }

    @Test func `what was removed can be brought back`() throws {
        try install("one", "1", "s1")
        try shelf("one").remove()
        expect(nil, nil)
        #expect(throws: PluginProblem.self) { try shelf("one").remove() }
        try shelf("one").rollBack()
        expect("1", "s1")
        #expect(throws: PluginProblem.self) { try shelf("one").rollBack() }
        expect("1", "s1")
    }

    @Test func `what was removed and replaced can be brought back with its signature`() throws {
        try install("one", "1", "s1")
        try shelf("one").remove()
        try install("one", "2", "s2")
        expect("2", "s2")
        try shelf("one").rollBack()
        expect("1", "s1")
        try shelf("one").rollBack()
        expect("2", "s2")
    }

    @Test func `a plugin named with lib is removed and brought back under that name`() throws {
        try folder.write("1".utf8, to: "root/libone.so")
        try shelf("one").remove()
        try shelf("one").rollBack()
        #expect(text("libone.so") == "1")
        #expect(text("one.so") == nil)
    }

    @Test func `nothing is searched that was kept`() throws {
        try install("one", "1", "s1")
        try install("one", "2", "s2")
        let catalog = folder.search("root")
        #expect(catalog.files.map { ($0.path as NSString).lastPathComponent } == ["one.so"])
    }

    @Test func `a plugin that cannot be written whole leaves all as it was`() async throws {
        try install("one", "1", "s1")
        try install("one", "2", "s2")
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            // A file that grows beyond this is refused.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 1000, rlim_max: 1000)
            #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let shelf = try PluginShelf("one", in: "\(path)/root")
            #expect(throws: PluginProblem.self) {
                try shelf.install([UInt8](repeating: 3, count: 5000), signature: [3])
            }
            #expect(throws: PluginProblem.self) {
                try shelf.install([3], signature: [UInt8](repeating: 3, count: 5000))
            }
        }
        expect("2", "s2")
        try shelf("one").rollBack()
        expect("1", "s1")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("root"))
        #expect(!names.contains { $0.contains("new") })
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
    func `a folder that is read-only says so`() async throws {
        try install("one", "1")
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            #expect(setuid(65534) == 0)
            for module in ["one", "two", "deep.three"] {
                let problem = #expect(throws: PluginProblem.self) {
                    try PluginShelf(module, in: "\(path)/root").install([2], signature: nil)
                }
                // A build of another user may not be kept under a second name either.
                let message = try #require(problem?.message)
                #expect(message.contains("Permission denied") || message.contains("not permitted"))
            }
            #expect(throws: PluginProblem.self) {
                try PluginShelf("one", in: "\(path)/root").remove()
            }
        }
        expect("1", nil)
    }

    @Test func `a reader sees one build or the other at any moment`() async throws {
        let builds = [UInt8(1), 2].map { [UInt8](repeating: $0, count: 1 << 18) }
        let shelf = try shelf("one")
        try shelf.install(builds[0], signature: nil)
        await onThreads(3) { [path = folder.path] number in
            if number == 0 {
                for round in 1...60 {
                    #expect(throws: Never.self) {
                        if round.isMultiple(of: 3) {
                            try shelf.rollBack()
                        } else {
                            try shelf.install(builds[round % 2], signature: nil)
                        }
                    }
                }
                return #expect(mkdir("\(path)/done", 0o700) == 0)
            }
            while access("\(path)/done", F_OK) != 0 {
                let content = try? Data(contentsOf: URL(filePath: shelf.path))
                #expect(content.map { builds.contains([UInt8]($0)) } == true)
            }
        }
    }

    @Test func `several who install at once do not mix their builds`() async throws {
        let builds = (1...6).map { [UInt8](repeating: $0, count: 1 << 18) }
        let shelf = try shelf("one")
        await onThreads(builds.count) { number in
            for _ in 1...20 {
                #expect(throws: Never.self) {
                    try shelf.install(builds[number], signature: [UInt8(number)])
                }
                let content = try? Data(contentsOf: URL(filePath: shelf.path))
                #expect(content.map { builds.contains([UInt8]($0)) } == true)
            }
        }
        let content = try [UInt8](Data(contentsOf: URL(filePath: shelf.path)))
        let signature = try [UInt8](Data(contentsOf: URL(filePath: shelf.path + ".sig")))
        #expect(content == builds[Int(signature[0])])
    }
}
