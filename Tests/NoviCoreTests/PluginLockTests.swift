import Foundation
import NoviCore
import Testing

/// The lock file.
struct PluginLockTests {
    private let folder: TemporaryFolder
    private var bench: PluginBench

    init() throws {
        folder = try TemporaryFolder()
        bench = PluginBench(folder)
        bench.settings.policy.lock = .enforce
        try folder.write(CPlugin.empty.get(), to: "root/deep/one.so")
    }

    /// The lock for what there is.
    private var lock: PluginLock {
        var bench = bench
        bench.settings.policy.lock = .off
        return PluginLock(bench.search())
    }

    private func write(_ text: String) throws {
        try folder.write(text.utf8, to: "lock")
        chmod(folder.path("lock"), 0o644)
    }

    private func expect(_ code: PluginProblem.Code?) {
        let catalog = bench.search()
        #expect(catalog.codes == [code])
        #expect(catalog.explainsItself)
    }

    @Test func `what is locked is used, and what has changed or was added is not`() throws {
        try write(lock.text)
        expect(nil)
        try folder.write(CPlugin.answering("NOVI_OFF"), to: "root/deep/one.so")
        expect(.lockMismatch)
        try folder.write(CPlugin.empty.get(), to: "root/deep/one.so")
        try folder.write(CPlugin.answering("NOVI_OFF"), to: "root/two.so")
        #expect(bench.search().codes == [nil, .notLocked])
        try write(lock.text)
        #expect(bench.search().codes == [nil, nil])
    }

    @Test func `the lock is what sha256sum takes`() throws {
        try write(lock.text)
        let check = Process()
        check.executableURL = URL(filePath: "/usr/bin/env")
        check.arguments = ["sha256sum", "--check", "--strict", "--quiet", "../lock"]
        check.currentDirectoryURL = URL(filePath: folder.path("root"))
        check.standardError = FileHandle.nullDevice
        try check.run()
        check.waitUntilExit()
        #expect(check.terminationStatus == 0)
    }

    @Test(arguments: ["plügins", "日本語/プラグイン", "a b", "%41", "e\u{301}"])
    func `roots may have any name`(name: String) throws {
        try folder.write(CPlugin.empty.get(), to: "\(name)/deep/one.so")
        let catalog = PluginDiscovery.search(
            [folder.path(name)],
            into: ActivationCatalog(),
            settings: PluginBench(folder).settings,
            logger: .silent
        )
        #expect(PluginLock(catalog).hashes.keys.sorted() == ["deep/one.so"])
    }

    @Test(arguments: ["\n", "\r\n"])
    func `comments, empty lines and line ends of other systems are no harm`(
        end: String
    ) throws {
        let line = lock.text.split(separator: "\n")[1]
        try write(["# A comment", "", String(line), "#", ""].joined(separator: end))
        expect(nil)
        try write(
            ["", "", String(line).uppercased().replacing("DEEP/ONE.SO", with: "deep/one.so")]
                .joined(separator: end)
        )
        expect(nil)
    }

    @Test(arguments: [
        "x", "deadbeef  deep/one.so", "\(String(repeating: "g", count: 64))  deep/one.so",
        "\(String(repeating: "0", count: 64)) deep/one.so",
        "\(String(repeating: "0", count: 64)) *deep/one.so",
        "\(String(repeating: "0", count: 64))  ", "\(String(repeating: "0", count: 64))",
        "\(String(repeating: "０", count: 64))  deep/one.so", "<<<<<<< HEAD", " ", "\u{FEFF}# x",
        "# fine\r\nbroken", "\0",
    ])
    func `a lock that makes no sense locks all out`(text: String) throws {
        try write("# The plugins\n\(text)\n\(lock.text)")
        expect(.badLockFile)
    }

    @Test(arguments: [
        "../one.so", "/one.so", "./deep/one.so", "deep/../deep/one.so", "deep//one.so",
    ])
    func `a name that is written otherwise is another name`(name: String) throws {
        let hash = try #require(lock.hashes["deep/one.so"])
        try write("\(hash)  \(name)\n")
        expect(.notLocked)
    }

    @Test(arguments: [
        "rm lock", "rm lock; mkdir lock", "rm lock; mkfifo lock", "chmod o+w lock",
        "chmod g+w lock",
        "mkdir -m 777 open; mv lock open/lock; ln -s open/lock lock",
    ])
    func `a lock that is missing, or that others may change, locks all out`(
        script: String
    ) throws {
        try write(lock.text)
        try folder.shell(script)
        expect(.badLockFile)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
    func `a lock of another user locks all out`() throws {
        try write(lock.text)
        chown(folder.path("lock"), 65534, 65534)
        expect(.badLockFile)
    }

    @Test(arguments: [
        "mv lock root/lock; ln -s root/lock lock", "mv lock root/lock", "mv lock root/deep/lock",
        "ln -s ../lock root/lock",
    ])
    func `a lock within the plugins locks all out`(script: String) throws {
        try write(lock.text)
        try folder.shell(script)
        var bench = bench
        for file in ["lock", "root/lock", "root/deep/lock", "root/../root/deep/../lock"]
        where FileManager.default.fileExists(atPath: folder.path(file)) {
            guard script != "ln -s ../lock root/lock" || file.hasPrefix("root") else { continue }
            bench.settings.lockFile = folder.path(file)
            #expect(bench.search().codes == [.badLockFile])
        }
    }

    @Test func `who asks for a warning is warned, and who does not ask is not`() throws {
        try write("")
        var bench = bench
        bench.settings.policy.lock = .warn
        #expect(bench.search().files.map { $0.warnings.map(\.code) } == [[.notLocked]])
        bench.settings.lockFile = "/nowhere"
        #expect(bench.search().files.map { $0.warnings.map(\.code) } == [[.badLockFile]])
        bench.settings.policy.lock = .off
        #expect(bench.search().files.map(\.warnings) == [[]])
    }

    @Test func `the lock is read anew for each search`() throws {
        let text = lock.text
        let discovery = bench.discovery()
        #expect(discovery.search(into: ActivationCatalog()).codes == [.badLockFile])
        try write(text)
        #expect(discovery.search(into: ActivationCatalog()).codes == [nil])
        try write("")
        #expect(discovery.search(into: ActivationCatalog()).codes == [.notLocked])
    }
}
