import Foundation
import NoviActivation
import TestSupport
import Testing

/// The commands for plugins, with a server and without one.
struct PluginCommandTests {
    private let folder: TemporaryFolder
    private let environment: [String: String]

    init() throws {
        folder = try TemporaryFolder()
        environment = [
            "NOVI_CACHE": folder.path("cache"), "NOVI_ADMIN_SOCKET": folder.path("admin.sock"),
        ]
    }

    private func novi(_ arguments: String...) async throws -> Outcome {
        try await run(Repository.command, arguments, in: folder.url, environment: environment)
    }

    private func serve(cache: String? = nil) async throws -> (RunningProgram, port: String) {
        let script = Repository.root.appending(path: "docs/sample_data.sql").path
        let database = "\(UUID().uuidString).db"
        let server = try RunningProgram(
            Repository.command,
            ["serve", "--port", "0", "--activations", "root", "--database", database]
                + ["--script", script],
            in: folder.url,
            environment: cache.map { ["NOVI_CACHE": $0] } ?? environment
        )
        return (server, try await server.line(matching: /listening on [^ ]*:(\d+)/))
    }

    private func mode(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(name))
        return try #require(attributes[.posixPermissions] as? Int)
    }

    /// Waits until the server takes commands.
    private func list() async throws -> Outcome {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let outcome = try await novi("plugin", "list", "--live", "--json")
            if outcome.status == 0 || ContinuousClock.now > deadline { return outcome }
        }
    }

    @Test func `a server takes commands of its user only, and one that comes later none`()
        async throws
    {
        let (first, _) = try await serve()
        #expect(try await list().status == 0)
        #expect(try mode(of: "admin.sock") == 0o600)
        let (second, _) = try await serve()
        #expect(second.log.contains("no commands are taken"))
        #expect(await second.stop() == 0)
        #expect(try await list().status == 0)
        #expect(await first.stop() == 0)
    }

    @Test func `a socket that a killed server left is no server`() async throws {
        let (server, _) = try await serve()
        #expect(try await list().status == 0)
        _ = await server.stop(SIGKILL)
        let live = try await novi("plugin", "list", "--live")
        #expect(live.status == 2)
        #expect(live.errors.split(separator: "\n").count == 1)
        // Without a server, the plugins are tried by the command itself.
        let retry = try await novi("plugin", "retry", "--activations", "root")
        #expect(retry.errors == "")
        let (next, _) = try await serve()
        #expect(try await list().status == 0)
        #expect(await next.stop() == 0)
    }

    @Test func `a cache that cannot be used does not keep a server from starting`() async throws {
        _ = try folder.write("no folder", to: "file")
        let (server, _) = try await serve(cache: folder.path("file/cache"))
        #expect(await server.stop() == 0)
    }

    @Test func `a key is its owner's alone, and is never overwritten`() async throws {
        #expect(try await novi("plugin", "keygen", "mine").status == 0)
        #expect(try mode(of: "mine.key") == 0o600)
        let key = try String(contentsOfFile: folder.path("mine.key"), encoding: .utf8)
        let again = try await novi("plugin", "keygen", "mine")
        #expect(again.status == 2)
        #expect(again.errors.split(separator: "\n").count == 1)
        #expect(try String(contentsOfFile: folder.path("mine.key"), encoding: .utf8) == key)
    }

    @Test(arguments: ["", "folder/"])
    func `a key without a name is refused`(name: String) async throws {
        let outcome = try await novi("plugin", "keygen", name)
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("novi: The key has no name; "))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(!FileManager.default.fileExists(atPath: folder.path(".key")))
    }

    @Test func `an empty folder for plugins is named`() async throws {
        let outcome = try await novi("plugin", "list", "--activations", "root")
        #expect(outcome.status == 0)
        #expect(outcome.output == "No plugins in root.\n")
    }

    @Test func `a plugin that is still refused is bad news, for people and for programs`()
        async throws
    {
        _ = try folder.write("no library", to: "broken.so")
        for arguments in [[], ["--json"], ["broken"], ["broken", "--json"], ["nobody", "--json"]] {
            let outcome = try await run(
                Repository.command,
                ["plugin", "retry", "--activations", "."] + arguments,
                in: folder.url,
                environment: environment
            )
            #expect(outcome.status == 1, "\(arguments)")
        }
    }

    @Test(arguments: ["list --live", "reload", "retry"])
    func `a path at which no server can listen is told from one where none does`(
        command: String
    ) async throws {
        let file = try folder.write("no socket", to: "file")
        let long = folder.path(String(repeating: "x", count: 108))
        let paths = [(file, "what is there is no socket"), (long, "too long for a socket")]
        for (path, reason) in paths {
            let outcome = try await run(
                Repository.command,
                ["plugin"] + command.split(separator: " ").map(String.init) + ["--socket", path],
                in: folder.url,
                environment: environment
            )
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains(reason))
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func `a server ends although a plugin does not`() async throws {
        let source = """
            #include "novi_activation.h"
            #include <unistd.h>
            #define TEXT(text) {text, sizeof(text) - 1}
            static int instance;
            static int32_t create(const novi_class *self, const novi_host *host,
                                  const novi_create_args *args, void **made, novi_error *error) {
                if (args->config.size == 4) for (;;) pause();
                *made = &instance;
                return NOVI_OK;
            }
            static int32_t evaluate(void *self, const novi_context *context, novi_result *result) {
                return NOVI_ON;
            }
            static void destroy(void *self) {}
            static const novi_class rule = {sizeof(novi_class), 0, TEXT("Rule"), TEXT(""), TEXT(""),
                                            0, create, evaluate, destroy, 0};
            static const novi_plugin plugin = {sizeof(novi_plugin), NOVI_INTERFACE_VERSION,
                                               TEXT("rule"), TEXT("1.0.0"), 1, sizeof(novi_class),
                                               &rule};
            const novi_plugin *novi_plugin_v1(const novi_host *host) { return &plugin; }
            """
        let root = folder.url.appending(path: "root")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        let header = Repository.root.appending(path: "Sources/CNovi/include").path
        let input = try folder.write(source, to: "rule.c")
        let output = root.appending(path: "rule.so").path
        let built = try await run("cc", ["-shared", "-fPIC", "-I", header, "-o", output, input])
        #expect(built.errors == "")
        let (server, _) = try await serve()
        let update = """
            UPDATE activations SET class_name = 'novi_activations.rule.Rule', config = 'hang'
            """
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        let database = try #require(names.first { $0.hasSuffix(".db") })
        #expect(try await list().status == 0)
        #expect(try await run("sqlite3", [folder.path(database), update]).errors == "")
        // It answers until it has begun to make the instance.
        while try await novi("plugin", "list", "--live", "--json").status == 0 {}
        #expect(await server.stop() == 1)
        #expect(server.log.contains("a plugin does not come to an end"))
        // The next one does not run it.
        let next = try await novi("plugin", "list", "--activations", "root", "--json")
        #expect(next.output.contains("HOST_CRASHED"))
    }
}
