import Foundation
import NoviActivation
import TestSupport
import Testing

/// `novi serve` as a process, asked with curl.
struct ServeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func serve(_ arguments: String...) async throws -> (RunningProgram, url: String) {
        let server = try RunningProgram(
            Repository.command,
            ["serve", "--port", "0", "--activations", Repository.activations] + arguments,
            in: folder.url
        )
        let port = try await server.line(matching: /listening on [^ ]*:(\d+)/)
        return (server, "http://127.0.0.1:\(port)")
    }

    private func curl(_ arguments: String...) async throws -> String {
        let retrying = [
            "-s", "--retry", "20", "--retry-delay", "0", "--retry-all-errors", "--fail",
        ]
        return try await run("curl", retrying + arguments).output
    }

    @Test func `a script creates and seeds a database, which is then served`() async throws {
        let script = Repository.root.appending(path: "docs/sample_data.sql").path
        let (server, url) = try await serve("--database", "new.db", "--script", script)
        let flag = try await JSONValue(parsing: curl("\(url)/flags/new-checkout"))
        #expect(flag["id"] == 8)
        let evaluated = try await curl(
            "\(url)/evaluatedFlags/new-checkout",
            "-d",
            #"{"seed": "user-42"}"#
        )
        #expect(try JSONValue(parsing: evaluated)["status"] == true)
        #expect(await server.stop() == 0)
    }

    @Test func `a script is refused for a database that has tables`() async throws {
        _ = try folder.copy(
            Repository.root.appending(path: "Tests/CompatibilityTests/Data/original.db"),
            to: "old.db"
        )
        let script = Repository.root.appending(path: "docs/sample_data.sql").path
        let outcome = try await run(
            Repository.command,
            ["serve", "--port", "0", "--database", "old.db", "--script", script],
            in: folder.url
        )
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("old.db"))
    }

    @Test func `a request that never ends does not keep the server from ending`() async throws {
        let script = Repository.root.appending(path: "docs/sample_data.sql").path
        let (server, url) = try await serve("--database", "new.db", "--script", script)
        let client = """
            import socket, sys, threading
            connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
            whole = b"GET /flags HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n"
            part = b"POST /evaluatedFlags HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 9\\r\\n\\r\\n{"
            connection.sendall(whole + part)
            # Who has answered the first has read the second.
            connection.recv(1)
            print("sent now", file=sys.stderr, flush=True)
            threading.Event().wait()
            """
        let port = String(url.split(separator: ":")[2])
        let stuck = try RunningProgram("python3", ["-c", client, port])
        _ = try await stuck.line(matching: /sent (now)/)
        #expect(await server.stop() == 0)
        #expect(server.log.contains("requests that had not ended after 10 seconds were given up"))
        _ = await stuck.stop(SIGKILL)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `a signal ends the server with 0`(signal: Int32) async throws {
        let script = Repository.root.appending(path: "docs/sample_data.sql").path
        let (server, _) = try await serve("--database", "new.db", "--script", script)
        #expect(await server.stop(signal) == 0)
    }

    @Test func `another process's commit is served`() async throws {
        let script = Repository.root.appending(path: "docs/sample_data.sql").path
        let (server, url) = try await serve("--database", "new.db", "--script", script)
        let evaluate = "\(url)/evaluatedFlags/banner_ad"
        #expect(try await JSONValue(parsing: curl("-X", "POST", evaluate))["status"] == true)
        let update = "UPDATE flags SET status = 0 WHERE name = 'banner_ad'"
        #expect(try await run("sqlite3", [folder.path("new.db"), update]).status == 0)
        let deadline = ContinuousClock.now + .seconds(20)
        var status: JSONValue? = true
        while status == true, ContinuousClock.now < deadline {
            status = try await JSONValue(parsing: curl("-X", "POST", evaluate))["status"]
        }
        #expect(status == false)
        #expect(await server.stop() == 0)
    }
}
