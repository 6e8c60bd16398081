import Foundation
import NoviCore
import Testing

/// What becomes of plugins when they cannot be tried.
struct ProbeAvailabilityTests {
    private let folder: TemporaryFolder
    private var bench: PluginBench

    init() throws {
        folder = try TemporaryFolder()
        bench = PluginBench(folder)
        bench.settings.probeTimeLimit = .milliseconds(200)
        for name in ["one", "two", "zebra"] {
            let content = try CPlugin.answering("NOVI_ON", version: name)
            try folder.write(content, to: "root/\(name).so")
        }
        try folder.write(Array("#!/bin/sh\nexec sleep 1000\n".utf8), to: "silent")
        try folder.write(Array("#!/bin/sh\nhead -c 99 /dev/urandom >&3\n".utf8), to: "babbling")
        try folder.write(Array("no program".utf8), to: "text")
        for name in ["silent", "babbling", "text"] { chmod(folder.path(name), 0o755) }
        try folder.write([], to: "forbidden")
    }

    private static let programs = [
        "/nowhere/at/all", "/bin/true", "/bin/false", "/bin/cat", "/", "", "silent", "babbling",
        "text", "forbidden",
    ]

    private func settings(_ program: String, _ policy: PluginPolicy.Enforcement) -> PluginBench {
        var bench = bench
        let isOurs = FileManager.default.fileExists(atPath: folder.path(program))
        bench.settings.probePath = isOurs && !program.isEmpty ? folder.path(program) : program
        bench.settings.policy.probe = policy
        return bench
    }

    @Test(arguments: programs)
    func `who insists uses no plugin that cannot be tried`(program: String) throws {
        let bench = settings(program, .enforce)
        let start = ContinuousClock.now
        let catalog = bench.search()
        // A program that is silent is waited for once, and not for each plugin.
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(catalog.codes == [.probeUnavailable, .probeUnavailable, .probeUnavailable])
        #expect(catalog.explainsItself)
        #expect(catalog.answer(of: "one").reason == .error)
        // It may be installed later.
        var mended = bench
        mended.settings.probePath = nil
        #expect(mended.search().codes == [nil, nil, nil])
    }

    @Test(arguments: programs)
    func `who only wants to be warned uses them with a warning`(program: String) throws {
        let catalog = settings(program, .warn).search()
        #expect(catalog.codes == [nil, nil, nil])
        for file in catalog.files { #expect(file.warnings.map(\.code) == [.probeUnavailable]) }
        for name in ["one", "two", "zebra"] { #expect(catalog.answer(of: name) == .on) }
    }

    @Test func `who does not want it starts nothing and is not warned`() throws {
        var bench = bench
        try bench.countStarts()
        bench.settings.policy.probe = .off
        let catalog = bench.search()
        #expect(catalog.files.map(\.warnings) == [[], [], []])
        #expect(catalog.answer(of: "one") == .on)
        #expect(bench.starts == 0)
    }

    @Test func `a probe that ends in the middle costs one plugin`() throws {
        var bench = bench
        try bench.countStarts()
        let real = bench.settings.probePath ?? ""
        try FileManager.default.moveItem(atPath: real, toPath: folder.path("real"))
        // The first one says that it is there, and ends when it is asked.
        try bench.replaceProbe(
            """
            if mkdir '\(folder.path)/begun' 2> /dev/null; then
                printf '\\013\\0\\0\\0{"gaps":[]}' >&3
                head -c 1 <&3 > /dev/null
                exit
            fi
            exec '\(folder.path)/real' "$@"
            """
        )
        let discovery = bench.discovery()
        #expect(discovery.search(into: ActivationCatalog()).codes == [.probeUnavailable, nil, nil])
        #expect(discovery.search(into: ActivationCatalog()).codes == [nil, nil, nil])
    }

    @Test func `a probe that ends again and again is given up`() throws {
        var bench = bench
        try bench.replaceProbe(
            """
            echo >> '\(folder.path)/starts'
            printf '\\013\\0\\0\\0{"gaps":[]}' >&3
            head -c 1 <&3 > /dev/null
            """
        )
        for number in 1...20 {
            let content = try CPlugin.answering("NOVI_ON", version: "\(number)")
            try folder.write(content, to: "root/more\(number).so")
        }
        let catalog = bench.search()
        #expect(catalog.codes.allSatisfy { $0 == .probeUnavailable })
        #expect((2...5).contains(bench.starts))
    }

    @Test func `an answer that comes too late is not taken for another plugin's`() throws {
        var bench = bench
        bench.settings.probeTimeLimit = .milliseconds(10)
        // Its answer comes when the second plugin is asked for.
        let late =
            #"{"valid":{"name":"late","version":"1","interface":"0.1","classes":[]},"warnings":[]}"#
        try bench.replaceProbe(
            """
            printf '\\013\\0\\0\\0{"gaps":[]}' >&3
            head -c 30 <&3 > /dev/null
            sleep 12
            printf '\\\(String(late.utf8.count, radix: 8))\\0\\0\\0%s' '\(late)' >&3
            sleep 1000
            """
        )
        let catalog = bench.search()
        #expect(catalog.codes.allSatisfy { $0 == .probeUnavailable })
        #expect(catalog.files.allSatisfy { $0.plugin == nil })
    }

    @Test func `no process remains when the host is killed`() async throws {
        let stuck = try HostilePlugin.compile(
            "close(open(\"\(folder.path)/stuck\", O_RDONLY)); for (;;) pause();",
            at: .constructor
        )
        for name in ["one", "two", "zebra"] { try folder.write(stuck, to: "root/\(name).so") }
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
            var bench = PluginBench(path)
            bench.settings.policy.probe = .enforce
            bench.settings.probeTimeLimit = .seconds(3600)
            let pid = getpid()
            Thread.detachNewThread {
                var family: [pid_t] = []
                // The probe, and the process in which the plugin is stuck.
                repeat { family = descendants(of: pid) } while family.count < 2
                let text = family.map(String.init).joined(separator: " ")
                try? Data(text.utf8).write(to: URL(filePath: "\(path)/family"), options: .atomic)
                kill(pid, SIGKILL)
            }
            _ = bench.search()
        }
        let text = try String(contentsOfFile: folder.path("family"), encoding: .utf8)
        let family = text.split(separator: " ").compactMap { pid_t($0) }
        #expect(family.count >= 2)
        let deadline = ContinuousClock.now + .seconds(60)
        while family.contains(where: isRunning), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(!family.contains(where: isRunning))
        for process in family { kill(process, SIGKILL) }
    }
}

/// The processes that a process has started, and those that they have.
private func descendants(of process: pid_t) -> [pid_t] {
    let threads = "/proc/\(process)/task"
    // A process that has ended has none.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: threads)) ?? []
    let children = names.flatMap { name in
        let text = try? String(contentsOfFile: "\(threads)/\(name)/children", encoding: .utf8)
        return (text ?? "").split(separator: " ").compactMap { pid_t($0) }
    }
    return children + children.flatMap(descendants)
}

/// Whether a process runs, and is not only waiting to be forgotten.
private func isRunning(_ process: pid_t) -> Bool {
    let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return state.map { !$0.contains(") Z ") } ?? false
}
