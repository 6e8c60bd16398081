import Foundation
import NoviActivation
import TestSupport
import Testing

/// The command as its users see it: command lines in, output and exit codes out.
struct CommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        _ = try folder.copy(
            Repository.root.appending(path: "Tests/CompatibilityTests/Data/original.db"),
            to: "novi.db"
        )
    }

    /// Runs `novi` in the folder, with the installed plugins.
    private func novi(
        _ arguments: String...,
        environment: [String: String] = [:]
    )
        async throws -> Outcome
    {
        try await run(
            Repository.command,
            arguments,
            in: folder.url,
            environment: ["NOVI_PATH": Repository.root.path].merging(environment) { _, new in new }
        )
    }

    private func json(_ outcome: Outcome) throws -> JSONValue {
        try JSONValue(parsing: outcome.output)
    }

    @Test func `eval says on or off, and why`() async throws {
        let outcome = try await novi("eval", "banner_ad_1")
        #expect(outcome.status == 0)
        #expect(outcome.output == "on (STATIC)\n")
        #expect(outcome.errors == "")
    }

    @Test func `eval of a flag that does not exist is bad news`() async throws {
        let outcome = try await novi("eval", "nope", "--json")
        #expect(outcome.status == 1)
        #expect(
            try json(outcome) == [
                "key": "nope", "value": false, "reason": "ERROR", "errorCode": "FLAG_NOT_FOUND",
                "errorDetails": "There is no flag 'nope'.",
            ]
        )
    }

    @Test func `a context that is no JSON is refused in one line`() async throws {
        let outcome = try await novi("eval", "banner_ad_1", "--context", "{")
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("novi: PARSE_ERROR: The context is not JSON: "))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func `flags list and flags show give the answers of the server`() async throws {
        let list = try #require(await json(novi("flags", "list", "--json")).array)
        #expect(list.count == 120)
        let name = try #require(list[1]["name"]?.string)
        #expect(try await json(novi("flags", "show", name, "--json")) == list[1])
        #expect(try await novi("flags", "show", "nope").status == 1)
    }

    @Test func `activations list and show name the flags that use them`() async throws {
        let list = try #require(await json(novi("activations", "list", "--json")).array)
        #expect(list.count == 60)
        #expect(list[0]["flags"]?.array?.isEmpty == false)
        #expect(try await json(novi("activations", "show", "1", "--json")) == list[0])
        #expect(try await novi("activations", "show", "99").status == 1)
    }

    @Test func `plugin list needs no database and exits with 0 whatever was refused`() async throws
    {
        _ = try folder.write("no library", to: "broken.so")
        let outcome = try await novi(
            "plugin",
            "list",
            "--json",
            "--activations",
            folder.url.path,
            "--database",
            "mysql://nowhere"
        )
        #expect(outcome.status == 0)
        let file = try #require(json(outcome)["files"]?[0])
        #expect(file["path"]?.string == folder.path("broken.so"))
        #expect(file["state"] == "refused")
        #expect(file["code"] == "NOT_ELF")
        #expect(file["message"] == "It is not a shared library.")
        #expect(file["remedy"]?.string?.isEmpty == false)
    }

    @Test func `what a plugin prints does not get among the results`() async throws {
        let source = """
            #include "novi_activation.h"
            #include <stdio.h>
            const novi_plugin *novi_plugin_v1(const novi_host *host) {
                static const novi_plugin plugin = {
                    .size = sizeof plugin, .interface_version = NOVI_INTERFACE_VERSION
                };
                printf("hello\\n");
                fflush(stdout);
                return &plugin;
            }
            """
        let header = Repository.root.appending(path: "Sources/CNovi/include").path
        let built = try await run(
            "cc",
            [
                "-shared", "-fPIC", "-I", header, try folder.write(source, to: "chatty.c"),
                "-o", folder.path("chatty.so"),
            ]
        )
        try #require(built.status == 0, "\(built.errors)")
        let root = folder.url.path
        let tried = try json(try await novi("plugin", "list", "--json", "--activations", root))
        let warning = tried["files"]?[0]?["warnings"]?[0]
        #expect(warning?["code"] == "STRAY_OUTPUT")
        #expect(warning?["message"]?.string?.contains("hello") == true)
        let outcome = try await novi(
            "plugin",
            "list",
            "--json",
            "--activations",
            root,
            environment: ["NOVI_PLUGINS_PROBE": "off"]
        )
        #expect(try json(outcome)["files"]?.array?.count == 1)
        #expect(outcome.errors.contains("hello"))
    }

    @Test func `what would steer a terminal is made visible`() async throws {
        let sql = "UPDATE flags SET name = char(27) || '[31mred' WHERE id = 1"
        let changed = try await run("sqlite3", [folder.path("novi.db"), sql])
        try #require(changed.status == 0, "\(changed.errors)")
        let output = try await novi("flags", "list").output
        #expect(output.contains(#"\u{1B}[31mred"#) || output.contains(#"\u{001B}[31mred"#))
        #expect(!output.contains("\u{1B}"))
    }

    @Test func `results that cannot be written are not done`() async throws {
        let outcome = try await run(
            "sh",
            ["-c", "exec '\(Repository.command)' flags list > /dev/full"],
            in: folder.url
        )
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("No space left on device"))
    }

    @Test(arguments: ["2>/dev/full", "2>&-", ">&- 2>&-"])
    func `an error that nobody can be told of ends as others do`(
        redirection: String
    )
        async throws
    {
        let command = "'\(Repository.command)' plugin list --config /nonexistent"
        let outcome = try await run("sh", ["-c", "exec \(command) \(redirection)"])
        #expect(outcome.status == 2)
    }

    @Test func `standard output that is closed is not written to`() async throws {
        let outcome = try await run(
            "sh",
            ["-c", "exec '\(Repository.command)' flags list >&-"],
            in: folder.url
        )
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("novi: Standard output cannot be written to: "))
    }

    @Test(arguments: ["70000", "-1"])
    func `a port that there is not makes no sense`(port: String) async throws {
        let outcome = try await novi("serve", "--port=\(port)")
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("There is no port \(port); choose one from 0 to 65535."))
    }

    @Test func `a port that is taken is one sentence`() async throws {
        let root = Repository.activations
        let first = try RunningProgram(
            Repository.command,
            ["serve", "--port", "0", "--activations", root],
            in: folder.url
        )
        let port = try await first.line(matching: /listening on [^ ]*:(\d+)/)
        let second = try await novi("serve", "--port", port, "--log-level", "critical")
        #expect(second.status == 2)
        let sentence = "novi: Another program listens on port \(port) of 127.0.0.1; stop it, or "
        #expect(second.errors.hasPrefix(sentence))
        _ = await first.stop()
    }

    @Test func `lint finds nothing wrong with the original's database`() async throws {
        let outcome = try await novi("lint")
        #expect(outcome.status == 0)
        #expect(outcome.output == "Nothing is wrong with 120 flags.\n")
    }

    @Test func `lint names what a missing plugin touches, and what Python makes of it`()
        async throws
    {
        let outcome = try await novi("lint", "--json", "--activations", "nowhere")
        #expect(outcome.status == 1)
        let findings = try #require(json(outcome).array)
        #expect(findings.count == 60)
        #expect(findings[0]["kind"] == "UNKNOWN_CLASS")
        #expect(findings[0]["flags"]?.array?.isEmpty == false)
        #expect(findings[0]["python"]?.string?.hasPrefix("Python novi skips") == true)
    }

    @Test func `a database that is not there is one sentence`() async throws {
        let outcome = try await novi("flags", "list", "--database", "missing.db")
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("novi: "))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(!FileManager.default.fileExists(atPath: folder.path("missing.db")))
    }

    @Test func `the command line is stronger than the environment, and that than the file`()
        async throws
    {
        _ = try folder.write("[database]\nurl = missing-ini.db\nurll = x\n", to: "novi.ini")
        #expect(try await novi("flags", "list").errors.contains("missing-ini.db"))
        #expect(try await novi("flags", "list").errors.contains("[database] urll"))
        let variable = ["NOVI_DATABASE_URL": "missing-variable.db"]
        #expect(
            try await novi("flags", "list", environment: variable).errors.contains(
                "missing-variable.db"
            )
        )
        #expect(
            try await novi("flags", "list", "--database", "novi.db", environment: variable).status
                == 0
        )
    }

    @Test(
        arguments: [
            [], ["serve"], ["eval"], ["flags"], ["activations"], ["plugin"], ["plugin", "new"],
            ["plugin", "rollback"], ["plugin", "remove"], ["plugin", "retry"],
            ["sdk", "export"], ["lint"],
        ]
    )
    func `help reads well`(subcommand: [String]) async throws {
        let outcome = try await run(Repository.command, subcommand + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("OVERVIEW"))
        // The library writes the usage as one line, however long.
        let lines = outcome.output.split(separator: "\n").filter { !$0.hasPrefix("USAGE: ") }
        #expect(lines.allSatisfy { $0.count <= 80 })
    }
}
