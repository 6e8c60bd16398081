import Foundation
import NoviCore
import Testing

/// Plugins that bring down the process that has mapped them.
struct BreadcrumbTests {
    private let folder: TemporaryFolder
    private let bench: PluginBench

    init() throws {
        folder = try TemporaryFolder()
        bench = PluginBench(folder)
        try folder.write(CPlugin.empty.get(), to: "root/zebra.so")
    }

    private func install(_ statements: String, at moment: HostilePlugin.Moment) throws {
        // Once only: what is looked at is how it is remembered.
        let once = """
            if (access("\(folder.path)/done", F_OK) == 0) return;
            close(open("\(folder.path)/done", O_CREAT | O_WRONLY, 0600));
            """
        try folder.write(HostilePlugin.compile(once + statements, at: moment), to: "root/bad.so")
    }

    private var running: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.path("cache/running"))
        }
    }

    private func expectQuarantined() {
        let catalog = bench.search()
        #expect(catalog.files.map(\.state) == [.quarantined, .loaded])
        #expect(catalog.codes == [.hostCrashed, nil])
        #expect(catalog.explainsItself)
        #expect(catalog.answer(of: "bad").reason == .error)
        #expect(catalog.answer(of: "zebra") == .on)
    }

    @Test(
        arguments: [HostilePlugin.Moment.constructor, .entry, .create],
        [
            ("*(volatile int *)0 = 1;", ExitTest.Condition.signal(SIGSEGV)),
            ("kill(getpid(), SIGKILL); pause();", .signal(SIGKILL)),
            ("_exit(7);", .exitCode(7)), ("exit(7);", .exitCode(7)),
        ]
    )
    func `one that ends the process is not run by the next one`(
        moment: HostilePlugin.Moment,
        end: (statements: String, condition: ExitTest.Condition)
    ) async throws {
        try install(end.statements, at: moment)
        await #expect(processExitsWith: end.condition) { [path = folder.path as String] in
            _ = PluginBench(path).search().answer(of: "bad")
            _exit(0)
        }
        expectQuarantined()
        // Until somebody says otherwise, whoever looks.
        expectQuarantined()
        #expect(try running.isEmpty)
        let discovery = bench.discovery()
        discovery.retry(discovery.search(into: ActivationCatalog()).files)
        for catalog in [discovery.search(into: ActivationCatalog()), bench.search()] {
            #expect(catalog.codes == [nil, nil])
            #expect(catalog.answer(of: "bad") == .on)
        }
    }

    @Test func `another content under the same name is run`() async throws {
        try install("_exit(7);", at: .constructor)
        await #expect(processExitsWith: .exitCode(7)) { [path = folder.path as String] in
            _ = PluginBench(path).search()
        }
        expectQuarantined()
        try folder.write(CPlugin.answering("NOVI_OFF"), to: "root/bad.so")
        #expect(bench.search().answer(of: "bad") == .off)
    }

    @Test(arguments: [true, false])
    func `a process that ends as it should leaves nothing behind`(isAbrupt: Bool) async throws {
        await #expect(processExitsWith: .success) {
            [path = folder.path as String, isAbrupt = isAbrupt as Bool] in
            let catalog = PluginBench(path).search()
            #expect(catalog.answer(of: "zebra") == .on)
            if isAbrupt { _exit(0) }
        }
        #expect(bench.search().codes == [nil])
        #expect(try running.isEmpty)
    }

    @Test func `one that ends the process in an evaluation is not blamed`() async throws {
        // That would cost each evaluation something.
        try install("_exit(7);", at: .evaluate)
        await #expect(processExitsWith: .exitCode(7)) { [path = folder.path as String] in
            _ = PluginBench(path).search().answer(of: "bad")
        }
        #expect(bench.search().codes == [nil, nil])
    }

    @Test func `a process that is still alive is not judged`() async throws {
        // It waits in the middle of its entry, until it is killed.
        try install("for (;;) pause();", at: .entry)
        async let victim = #expect(processExitsWith: .signal(SIGKILL)) {
            [path = folder.path as String] in
            let pid = Data("\(getpid())".utf8)
            try pid.write(to: URL(filePath: "\(path)/pid"), options: .atomic)
            _ = PluginBench(path).search()
        }
        while !FileManager.default.fileExists(atPath: folder.path("done")) {
            try await Task.sleep(for: .milliseconds(5))
        }
        let catalog = bench.search()
        #expect(catalog.codes == [nil, nil])
        #expect(catalog.answer(of: "bad") == .on)
        let text = try String(contentsOfFile: folder.path("pid"), encoding: .utf8)
        kill(try #require(pid_t(text)), SIGKILL)
        _ = await victim
        expectQuarantined()
    }

    @Test func `notes that are damaged blame nobody`() throws {
        _ = bench.search()
        let texts = [
            "", "x", String(repeating: "g", count: 64), String(repeating: "\0", count: 64),
        ]
        for (number, text) in texts.enumerated() {
            try folder.write(text.utf8, to: "cache/running/\(number)")
        }
        try folder.makeFolder("cache/running/folder")
        try folder.link("cache/running/link", to: "/etc/passwd")
        mkfifo(folder.path("cache/running/pipe"), 0o600)
        let catalog = bench.search()
        #expect(catalog.codes == [nil])
        #expect(catalog.notices.isEmpty)
    }

    @Test func `of two that are at work at the same time each is blamed for itself`() async throws {
        try folder.write(
            HostilePlugin.compile("usleep(400000);", at: .create),
            to: "root/bad.so"
        )
        let late = try HostilePlugin.compile("usleep(800000);", at: .constructor)
        try folder.write(late, to: "late.so")
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            let discovery = PluginBench(path).discovery()
            let catalog = discovery.search(into: ActivationCatalog())
            let work = Thread { _ = catalog.answer(of: "bad") }
            work.start()
            usleep(150_000)
            rename("\(path)/late.so", "\(path)/root/late.so")
            _ = discovery.search(into: ActivationCatalog())
            while !work.isFinished { usleep(1000) }
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(path)/cache/running")
            for name in names {
                let note = try Data(contentsOf: URL(filePath: "\(path)/cache/running/\(name)"))
                #expect(note.allSatisfy { $0 == 0 })
            }
            #expect(names.count == 1)
        }
    }

    @Test func `one that brought a process down is not run where nothing can be written`()
        async throws
    {
        try install("_exit(7);", at: .constructor)
        await #expect(processExitsWith: .exitCode(7)) { [path = folder.path as String] in
            _ = PluginBench(path).search()
        }
        // The next process finds what it was doing, and can make no note of its own.
        try FileManager.default.removeItem(atPath: folder.path("cache/plugins"))
        try folder.write("".utf8, to: "cache/plugins")
        expectQuarantined()
        try FileManager.default.removeItem(atPath: folder.path("cache/running"))
        try folder.write("".utf8, to: "cache/running")
        expectQuarantined()
    }
}
