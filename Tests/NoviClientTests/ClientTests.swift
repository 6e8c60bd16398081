import Foundation
import NoviClient
import TestSupport
import Testing

/// Clients as an app has them.
@Suite(.timeLimit(.minutes(10)))
struct ClientTests {
    private struct VIPActivation: BaseActivation {
        init(config: String) {}
        func evaluate(_ context: ActivationContext) -> Bool { context["vip"].boolean ?? false }
    }

    private static let vip = BuiltInClasses("shop", ActivationClass(VIPActivation.self))

    private static func flag(_ name: String, id: Int64 = 1) -> Flag {
        let rule = Activation(id: id, name: "vip", className: "shop.VIPActivation", config: "")
        return Flag(id: id, name: name, status: true, activations: [rule])
    }

    @Test func `flags in memory are evaluated, replaced and followed`() async throws {
        let client = InMemoryClient([Self.flag("old")], activations: [], builtIn: [Self.vip])
        #expect(client.evaluate("old").error?.code == .providerNotReady)
        try await client.whileRunning { client in
            #expect(client.isEnabled("old", ["vip": true]))
            #expect(!client.isEnabled("old", ["vip": false]))
            await client.changes { changes in
                await client.update([Self.flag("old")])
                await client.update([Self.flag("new", id: 2)])
                var names: [[String]] = []
                for await change in changes.prefix(2) { names.append(change.names.sorted()) }
                #expect(names == [[], ["new", "old"]])
            }
            #expect(client.evaluate("old").error?.code == .flagNotFound)
            #expect(client.enabled("new", context: ["vip": true]) { 5 } == 5)
            #expect(client.enabled("new", context: [:]) { 5 } == nil)
        }
    }

    @Test func `flags that come before the client runs wait for it`() async throws {
        let client = InMemoryClient(activations: [], builtIn: [Self.vip])
        await client.update([Self.flag("early")])
        #expect(!client.isReady)
        try await client.whileRunning { client in
            #expect(client.isEnabled("early", ["vip": true]))
        }
    }

    @Test func `a client that cannot run says why`() async throws {
        let client = InMemoryClient(activations: [], builtIn: [Self.vip, Self.vip])
        let start = ContinuousClock.now
        let error = await #expect(throws: (any Error).self) {
            try await client.whileRunning(timeout: .seconds(600)) { _ in }
        }
        #expect("\(error, default: "none")".contains("shop.VIPActivation"))
        #expect(start.duration(to: .now) < .seconds(300))
    }

    @Test func `a server that is not there is named`() async throws {
        let client = RemoteClient(url: "http://127.0.0.1:1", activations: [])
        let error = await #expect(throws: ClientError.self) {
            try await client.whileRunning(timeout: .seconds(3)) { _ in }
        }
        #expect("\(error, default: "none")".contains("127.0.0.1:1/flags' cannot be reached"))
    }

    @Test func `a server that stops in the middle of an answer is asked again`() async throws {
        let server = try RunningProgram("python3", ["-u", "-c", Self.stallingServer])
        let port = try await server.line(matching: /port (\d+)/)
        let client = RemoteClient(
            url: "http://127.0.0.1:\(port)",
            activations: [],
            interval: .milliseconds(10)
        )
        try await client.whileRunning(timeout: .seconds(60)) { client in
            await client.changes { changes in
                if client.flag(named: "second") == nil { _ = await changes.first { _ in true } }
            }
            #expect(client.flags().map(\.name) == ["second"])
        }
        _ = await server.stop(SIGKILL)
    }

    /// Answers with a flag, then begins an answer and goes silent, then answers
    /// with another flag.
    private static let stallingServer = """
        import json, socketserver, sys, threading
        count = 0
        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                global count
                while self.rfile.readline().strip(): pass
                count += 1
                name = "first" if count == 1 else "second"
                flag = {"id": 1, "name": name, "status": True, "activations": []}
                body = json.dumps([flag]).encode()
                head = "HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: %d\\r\\n\\r\\n"
                self.wfile.write((head % len(body)).encode())
                if count == 2:
                    self.wfile.write(body[:5])
                    threading.Event().wait()
                self.wfile.write(body)
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        print("port", server.server_address[1], file=sys.stderr)
        server.serve_forever()
        """

    @Test func `common keys that nothing refers to are reported`() throws {
        let folder = try TemporaryFolder()
        let text = "[DEFAULT]\nhome = /srv\nspare = x\n[database]\nurl = %(home)s/a.db\n"
        let file = try folder.write(text, to: "novi.ini")
        let (configuration, unknown) = try NoviConfiguration.load(file: file, environment: [:])
        #expect(configuration.database.url == "/srv/a.db")
        #expect(unknown?.keys == ["[DEFAULT] spare"])
    }
}
