import Foundation
import NoviActivation
import TestSupport
import Testing

/// `novi plugin check`.
@Suite(.serialized)
struct CheckTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func check(_ arguments: String...) async throws -> Outcome {
        try await run(Repository.command, ["plugin", "check"] + arguments, in: folder.url)
    }

    /// Checks a plugin, and gives what is said about it.
    private func report(
        _ path: String,
        status: Int32,
        _ arguments: String...
    ) async throws -> JSONValue {
        let all = ["plugin", "check", path, "--json"] + arguments
        let outcome = try await run(Repository.command, all, in: folder.url)
        #expect(outcome.status == status, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errors == "")
        let json = try JSONValue(parsing: outcome.output)
        #expect(json["isFulfilled"]?.boolean == (status == 0))
        return try #require(json["plugins"]?[0])
    }

    @Test func `a good plugin passes`() async throws {
        let path = try await FaultyPlugin.build(in: folder, flags: "NOVI_CLASS_PURE")
        let report = try await report(path, status: 0)
        #expect(report["plugin"] == "faulty 1.2.3")
        #expect(report["path"] == .string(path))
        #expect(report["code"] == .null)
        #expect(report.failures == [])
        #expect(report.outcome(of: "create.accepts") == "passed")
        #expect(report.outcome(of: "pure.repeat") == "passed")
        #expect(report.outcome(of: "process.survival") == "passed")
        #expect(report.outcome(of: "sandbox.calls") == "passed")
        let seconds = try #require(report["scanSeconds"]?.double)
        #expect((0..<1).contains(seconds))
    }

    @Test func `the members of the report keep their names`() async throws {
        let path = try await FaultyPlugin.build(in: folder)
        let report = try await report(path, status: 0)
        #expect(
            report.object?.map(\.key) == [
                "path", "plugin", "isFulfilled", "code", "message", "remedy", "scanSeconds",
                "checks", "warnings",
            ]
        )
        let check = report["checks"]?[0]?.object
        #expect(check?.map(\.key) == ["id", "class", "sentence", "outcome", "message"])
    }

    @Test func `people get a line for each check`() async throws {
        let path = try await FaultyPlugin.build(in: folder)
        let outcome = try await check(path)
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines[0] == "fulfils the contract  \(path)")
        #expect(lines[1] == "    plugin     faulty 1.2.3")
        #expect(lines[2].hasPrefix("    scan time  "))
        #expect(lines[3].hasPrefix("  \u{2713} plugin.tables "))
        #expect(lines.contains("Rule"))
        #expect(lines.last?.contains(" passed, 0 failed, ") == true)
    }

    @Test func `one that crashes is told at which input, and what else is known`() async throws {
        let path = try await FaultyPlugin.build(
            in: folder,
            evaluate: #"""
                novi_value plan = context->find(context, (novi_string)TEXT("plan"));
                if (plan.type == NOVI_MISSING) { fputs("Oh no.", stderr); raise(SIGSEGV); }
                """#
        )
        let report = try await report(path, status: 1)
        #expect(report.failures == ["process.survival"])
        let message = try #require(report.message(of: "process.survival"))
        #expect(message.contains("SIGSEGV"))
        #expect(message.contains("Rule: evaluate the empty context"))
        #expect(message.contains("It printed: Oh no."))
        #expect(report.outcome(of: "create.accepts") == "passed")
        #expect(report.outcome(of: "evaluate.status") == "skipped")
    }

    @Test func `one that hangs is told at which input, in time`() async throws {
        let create = "if (args->config.size == 1) for (;;) pause();"
        let path = try await FaultyPlugin.build(in: folder, create: create)
        let report = try await report(path, status: 1, "--config", "y", "--time-limit", "3")
        #expect(report.failures == ["process.survival"])
        let message = try #require(report.message(of: "process.survival"))
        #expect(message.contains("Rule: create with the config 'y'"))
        #expect(report.outcome(of: "class.functions") == "passed")
        #expect(report.outcome(of: "create.accepts") == "skipped")
    }

    @Test(
        arguments: [
            ("malloc(100);", "", "destroy.memory"),
            ("open(\"/dev/null\", O_RDONLY);", "", "destroy.descriptors"),
            ("", "puts(\"Hello.\");", "process.output"),
            ("signal(SIGUSR1, SIG_IGN);", "", "process.signals"),
            ("", "return 7;", "evaluate.status"),
            ("", "exit(3);", "process.survival"),
            ("", "static int count; if (++count % 2) return NOVI_OFF;", "pure.repeat"),
        ]
    )
    func `a fault breaks its rule`(create: String, evaluate: String, id: String) async throws {
        let path = try await FaultyPlugin.build(
            in: folder,
            flags: "NOVI_CLASS_PURE",
            create: create,
            evaluate: evaluate
        )
        let report = try await report(path, status: 1)
        #expect(report.failures == [id], "\(report.jsonText(indent: 2))")
    }

    @Test func `nothing passes for one that cannot be entered`() async throws {
        let path = try await FaultyPlugin.build(in: folder, entry: "abort();")
        let report = try await report(path, status: 1)
        #expect(report.failures == ["process.survival"])
        let message = report.message(of: "process.survival")
        #expect(message?.contains("SIGABRT") == true)
        #expect(report.outcome(of: "sandbox.calls") == "skipped")
        #expect(report.outcome(of: "sandbox.effects") == "skipped")
        #expect(report["scanSeconds"] == .null)
    }

    @Test func `what is denied is a warning`() async throws {
        let path = try await FaultyPlugin.build(
            in: folder,
            evaluate: "socket(AF_INET, SOCK_STREAM, 0);"
        )
        let report = try await report(path, status: 0)
        #expect(report.outcome(of: "sandbox.calls") == "warned")
        #expect(report.message(of: "sandbox.calls")?.contains("socket") == true)
    }
}

// MARK: - What is asked for

extension CheckTests {
    @Test func `configs are for all classes or for one`() async throws {
        let create = "if (args->config.size != 2) return NOVI_ERROR_CONFIG;"
        let path = try await FaultyPlugin.build(in: folder, create: create)
        let bad = try await report(path, status: 1, "--config", "Rule=ab", "--config", "abc")
        #expect(bad.failures.contains("create.accepts"))
        let message = bad.message(of: "create.accepts")
        #expect(message?.contains("'abc'") == true)
        let good = try await report(path, status: 1, "--config", "Rule=ab", "--class", "Rule")
        #expect(good.outcome(of: "create.accepts") == "passed")
    }

    @Test func `a class that is not there is an error that names the others`() async throws {
        let path = try await FaultyPlugin.build(in: folder)
        let outcome = try await check(path, "--class", "Nobody")
        #expect(outcome.status == 2)
        #expect(
            outcome.errors == "novi: There is no class 'Nobody' in '\(path)'; it has Rule.\n"
        )
    }

    @Test func `what is no plugin is refused, and the others are looked at`() async throws {
        let bad = try folder.write("no library", to: "bad.so")
        let good = try await FaultyPlugin.build(in: folder)
        let outcome = try await check(bad, good)
        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("refused NOT_ELF  \(bad)\nIt is not a shared library. "))
        #expect(outcome.output.contains("\n\nfulfils the contract  \(good)\n"))
    }

    @Test func `without the program for it nothing can be tried`() async throws {
        let path = try await FaultyPlugin.build(in: folder)
        let outcome = try await run(
            Repository.command,
            ["plugin", "check", path],
            environment: ["NOVI_PLUGINS_PROBE_PATH": "/nowhere"]
        )
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("novi: "))
        #expect(outcome.errors.contains("/nowhere"))
    }

    @Test func `a file that is not there cannot be checked`() async throws {
        #expect(try await check("nowhere.so").status == 2)
        #expect(try await check("nowhere.so", "--time-limit", "0").status == 64)
    }

    @Test func `the standard plugins pass as they are`() async throws {
        let standard = URL(filePath: Repository.activations).appending(path: "standard")
        let files = try FileManager.default.contentsOfDirectory(atPath: standard.path)
            .filter { $0.hasSuffix(".so") }.map { standard.appending(path: $0).path }
        try #require(files.count == 4)
        let outcome = try await run(Repository.command, ["plugin", "check"] + files)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    }
}

extension JSONValue {
    private var checks: [JSONValue] { self["checks"]?.array ?? [] }

    /// The ids of the checks that have failed.
    fileprivate var failures: [String] {
        checks.filter { $0["outcome"] == "failed" }.compactMap { $0["id"]?.string }
    }

    /// What became of a check; of several, of the one of a class.
    fileprivate func outcome(of id: String) -> String? {
        checks.last { $0["id"]?.string == id }?["outcome"]?.string
    }

    /// What is said about a check.
    fileprivate func message(of id: String) -> String? {
        checks.last { $0["id"]?.string == id }?["message"]?.string
    }
}
