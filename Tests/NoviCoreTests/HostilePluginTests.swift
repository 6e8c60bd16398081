import Foundation
import NoviCore
import Testing

/// What becomes of plugins that attack the process in which they are tried.
struct HostilePluginTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(CPlugin.empty.get(), to: "root/zebra.so")
    }

    /// Tries a plugin beside one that is in order.
    private func search(
        _ statements: String,
        at moment: HostilePlugin.Moment,
        with compiler: [String] = HostilePlugin.compiler,
        timeLimit: Duration = .seconds(20)
    ) throws -> PluginFile {
        let content = try HostilePlugin.compile(statements, at: moment, with: compiler)
        try folder.write(content, to: "root/bad.so")
        var settings = PluginSettings()
        settings.cache = folder.path("cache")
        settings.policy.probe = .enforce
        settings.probeTimeLimit = timeLimit
        let catalog = PluginDiscovery.search(
            [folder.path("root")],
            into: ActivationCatalog(),
            settings: settings,
            logger: .silent
        )
        #expect(catalog.find("novi_activations.zebra.Rule") != nil)
        #expect(catalog.files.map(\.state).last == .loaded)
        #expect(catalog.notices.isEmpty)
        #expect(catalog.explainsItself)
        return catalog.files[0]
    }

    @Test(
        arguments: HostilePlugin.Moment.allCases,
        [
            ("*(volatile int *)0 = 1;", "SIGSEGV"),
            ("abort();", "SIGABRT"),
            ("__builtin_trap();", "SIGILL"),
            ("raise(SIGBUS);", "SIGBUS"),
            (
                "char deep[1 << 26]; memset(deep, 1, sizeof deep); if (deep[9]) act(moment);",
                "SIGSEGV"
            ),
            ("munmap((void *)((uintptr_t)&act & -4096ul), 4096);", "SIGSEGV"),
        ]
    )
    func `one that crashes is quarantined`(
        moment: HostilePlugin.Moment,
        crash: (statements: String, signal: String)
    ) throws {
        let file = try search(crash.statements, at: moment)
        #expect(file.state == .quarantined)
        #expect(file.problem?.code == .probeCrashed)
        #expect(file.problem?.message.contains(crash.signal) == true)
    }

    @Test(
        arguments: HostilePlugin.Moment.allCases,
        ["throw 7;", "throw std::runtime_error(\"Oh no.\");"]
    )
    func `one in C++ that throws is quarantined`(
        moment: HostilePlugin.Moment,
        statement: String
    ) throws {
        let file = try search(statement, at: moment, with: ["c++", "-std=c++17", "-shared"])
        #expect(file.state == .quarantined)
        #expect(file.problem?.code == .probeCrashed)
        #expect(file.problem?.message.contains("SIGABRT") == true)
        #expect(file.problem?.message.contains("It printed: terminate called") == true)
    }

    @Test(arguments: HostilePlugin.Moment.allCases, ["_exit(7);", "exit(7);", "syscall(231, 7);"])
    func `one that ends the process is quarantined`(
        moment: HostilePlugin.Moment,
        statements: String
    ) throws {
        let file = try search(statements, at: moment)
        #expect(file.state == .quarantined)
        #expect(file.problem?.code == .probeExited)
        #expect(file.problem?.message.contains("(7)") == true)
    }

    @Test(
        arguments: HostilePlugin.Moment.allCases,
        [
            "for (;;) pause();", "for (;;) ;", "for (;;) puts(\"again and again\");",
            "signal(SIGTERM, SIG_IGN); setsid(); setpgid(0, 0); for (;;) pause();",
            "sigset_t all; sigfillset(&all); sigprocmask(SIG_BLOCK, &all, 0); for (;;) sleep(100);",
            """
            pthread_t thread;
            for (int i = 0; i < 8; i++) pthread_create(&thread, 0, wait_forever, 0);
            pthread_exit(0);
            """,
        ]
    )
    func `one that does not come to an end is quarantined`(
        moment: HostilePlugin.Moment,
        statements: String
    ) throws {
        let file = try search(statements, at: moment, timeLimit: .milliseconds(300))
        #expect(file.state == .quarantined)
        #expect(file.problem?.code == .probeTimeout)
    }

    @Test(
        arguments: HostilePlugin.Moment.allCases,
        [
            ("if (fork() == 0) { sleep(100); _exit(0); }", "clone"),
            ("if (vfork() == 0) { _exit(0); }", "vfork"),
            ("execl(\"/bin/true\", \"true\", (char *)0);", "execve"),
            ("socket(AF_INET, SOCK_STREAM, 0);", "socket"),
            ("socket(AF_UNIX, SOCK_STREAM, 0);", "socket"),
            ("kill(-1, SIGKILL); kill(getppid(), SIGKILL);", "kill"),
            (
                "struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY}; setrlimit(RLIMIT_AS, &none);",
                "prlimit"
            ),
            ("if (chmod(\"/tmp\", 0)) {}", "chmod"),
        ]
    )
    func `one that reaches out is denied it, and shown`(
        moment: HostilePlugin.Moment,
        attempt: (statements: String, call: String)
    ) throws {
        let file = try search(attempt.statements, at: moment)
        #expect(file.state == .loaded)
        #expect(file.warnings.map(\.code) == [.forbiddenCall])
        #expect(file.warnings.first?.message.contains(attempt.call) == true)
    }

    @Test(arguments: HostilePlugin.Moment.allCases)
    func `one that writes files is denied it, and shown`(moment: HostilePlugin.Moment) throws {
        let victim = folder.path("victim")
        try folder.write(Array("as it was".utf8), to: "victim")
        let file = try search(
            """
            if (open("\(victim)", O_WRONLY | O_TRUNC) >= 0) abort();
            if (open("\(victim)2", O_RDWR | O_CREAT, 0600) >= 0) abort();
            if (truncate("\(victim)", 0) == 0 || unlink("\(victim)") == 0) abort();
            if (rename("\(victim)", "\(victim)3") == 0 || mkdir("\(victim)4", 0700) == 0) abort();
            if (symlink("/", "\(victim)5") == 0 || link("\(victim)", "\(victim)6") == 0) abort();
            """,
            at: moment
        )
        #expect(file.state == .loaded)
        #expect(file.warnings.map(\.code) == [.forbiddenCall])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(names) == ["cache", "root", "victim"])
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "as it was")
    }

    @Test(arguments: HostilePlugin.Moment.allCases)
    func `one that eats memory is not given any`(moment: HostilePlugin.Moment) throws {
        let file = try search(
            """
            size_t count = 0;
            for (char *more; (more = malloc(1 << 20)); count++) memset(more, 1, 1 << 20);
            if (count > 300) abort();
            """,
            at: moment
        )
        #expect(file.state == .loaded)
    }

    @Test(arguments: HostilePlugin.Moment.allCases)
    func `one that leaves traces is loaded, and they are shown`(
        moment: HostilePlugin.Moment
    ) throws {
        let file = try search(
            """
            pthread_t thread;
            pthread_create(&thread, 0, wait_forever, 0);
            signal(SIGUSR1, SIG_IGN);
            setenv("LEFT", "behind", 1);
            umask(0);
            if (open("/dev/null", O_RDONLY) < 0) abort();
            printf("hello");
            """,
            at: moment
        )
        #expect(file.state == .loaded)
        let messages = file.warnings.map(\.message).joined()
        for trace in [
            "threads instead of", "more descriptor", "the signals [10]", "LEFT=behind",
            "the umask is 0 instead of", "hello",
        ] {
            #expect(messages.contains(trace))
        }
    }

    @Test(
        arguments: HostilePlugin.Moment.allCases,
        [
            "for (int i = 3; i < 100; i++) close(i);",
            "for (int i = 3; i < 8; i++) if (write(i, \"{\\\"verdict\\\":{}}\\n\", 15)) {}",
            "for (int i = 3; i < 8; i++) { char zero[99999] = {0}; if (write(i, zero, 99999)) {} }",
        ]
    )
    func `one that spoils what is reported harms itself only`(
        moment: HostilePlugin.Moment,
        statements: String
    ) throws {
        let file = try search(statements, at: moment)
        #expect([.loaded, .quarantined].contains(file.state))
    }
}
