import Foundation
import NoviClient
import TestSupport
import Testing

/// The Python package novi 0.2.0 as a peer.
///
/// `make test` installs it into `.build/python`.
/// Python cannot import a `.so` at the top of a `novi_activations` on its path,
/// so it runs in folders of its own. Its abstract class asks for `get_flags`,
/// which its RemoteClient lacks: the tests supply it.
struct PythonPeerTests {
    private static let python = Repository.root.appending(path: ".build/python/bin/python").path

    private static func runPython(
        _ script: String,
        in folder: TemporaryFolder
    )
        async throws -> String
    {
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "Python novi is not installed; 'make test' installs it."
        )
        let path = try folder.write(script, to: "script.py")
        let outcome = try await run(python, [path], in: folder.url)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return outcome.output
    }

    private static func serve(_ database: String) async throws -> (RunningProgram, url: String) {
        let server = try RunningProgram(
            Repository.command,
            [
                "serve", "--database", database, "--port", "0",
                "--activations", Repository.activations,
            ]
        )
        let port = try await server.line(matching: /listening on [^ ]*:(\d+)/)
        return (server, "http://127.0.0.1:\(port)/flags")
    }

    /// Decisions of the original that it does not raise for.
    private static func checks(_ count: Int) throws -> [JSONValue] {
        let data = try Data(contentsOf: TestData.url("flags.json"))
        let json = try data.withUnsafeBytes { try JSONValue(parsing: $0) }
        return try #require(json["is_enabled"]?.array).filter {
            // Its client does not escape names, so that a question mark ends them.
            $0["original_raises"] == nil && $0["flag"]?.string?.contains("?") == false
        }
        .prefix(count).map { $0 }
    }

    @Test func `Python's RemoteClient reads Novi's server`() async throws {
        let folder = try TemporaryFolder()
        let database = try folder.copy(TestData.url("original.db"), to: "flags.db")
        let (server, url) = try await Self.serve(database)
        _ = try folder.write("[remote]\nurl = \(url)\n", to: "novi.ini")
        let checks = try Self.checks(60)
        _ = try folder.write(JSONValue.array(checks).jsonText, to: "checks.json")
        let output = try await Self.runPython(
            """
            import json
            from novi.client.remoteclient import RemoteClient

            class Client(RemoteClient):
                def get_flags(self):
                    raise NotImplementedError

            for check in json.load(open("checks.json")):
                print(bool(Client.is_enabled(check["flag"], check["context"])))
            """,
            in: folder
        )
        let decided = output.split(separator: "\n").map { $0 == "True" }
        #expect(decided == checks.map { $0["result"]?.boolean })
        #expect(await server.stop() == 0)
    }

    @Test func `Novi's RemoteClient reads Python's server`() async throws {
        let folder = try TemporaryFolder()
        let database = try folder.copy(TestData.url("original.db"), to: "flags.db")
        _ = try folder.write("[database]\nurl = sqlite:///\(database)\n", to: "novi.ini")
        let server = try RunningProgram(
            Self.python,
            ["-m", "flask", "--app", "novi.web", "run", "--port", "0"],
            in: folder.url
        )
        let url = try await server.line(matching: /Running on (http:[^ ]*)/)
        let client = RemoteClient(url: url, activations: [Repository.activations])
        try await client.load()
        for check in try Self.checks(500) {
            let flag = try #require(check["flag"]?.string)
            let context = try #require(check["context"]?.object).map { ($0.key, $0.value) }
            #expect(
                client.isEnabled(flag, EvaluationContext(context)) == check["result"]?.boolean,
                "\(check)"
            )
        }
        _ = await server.stop(SIGKILL)
    }

    @Test func `Python opens a database that Novi made, and inserts`() async throws {
        let folder = try TemporaryFolder()
        var configuration = NoviConfiguration()
        configuration.database.url = folder.path("flags.db")
        configuration.database.createTables = true
        configuration.activations = [Repository.activations]
        try await DbClient(configuration).whileRunning { client in
            #expect(client.flags() == [])
            try await client.changes { changes in
                _ = try await Self.runPython(Self.inserting, in: Self.configured(folder))
                for await _ in changes where client.flag(named: "from Python") != nil { break }
            }
            #expect(client.isEnabled("from Python", ["currentDateTime": "2024"]))
            #expect(!client.isEnabled("from Python", ["currentDateTime": "2026"]))
        }
    }

    @Test func `Novi opens a database that Python makes`() async throws {
        let folder = try TemporaryFolder()
        _ = try await Self.runPython(
            Self.inserting,
            in: Self.configured(folder, createTables: true)
        )
        let client = DbClient(
            database: folder.path("flags.db"),
            activations: [Repository.activations]
        )
        try await client.load()
        #expect(client.isEnabled("from Python", ["currentDateTime": "2024"]))
        #expect(!client.isEnabled("from Python", ["currentDateTime": "2026"]))
    }

    private static func configured(
        _ folder: TemporaryFolder,
        createTables: Bool = false
    ) throws -> TemporaryFolder {
        _ = try folder.write(
            "[database]\nurl = sqlite:///flags.db\ncreateTables = \(createTables)\n",
            to: "novi.ini"
        )
        return folder
    }

    /// A script that writes a flag with an activation, as users of Python novi do.
    private static let inserting = """
        from sqlalchemy.orm import Session
        from novi.client.database import engine
        from novi.core.models import Activation, Flag

        with Session(engine) as session:
            activation = Activation(
                id=7,
                name="window",
                class_name="novi_activations.standard.date_time_activation.DateTimeActivation",
                config='{"startDateTime": "2023", "endDateTime": "2025", "format": "%Y"}',
            )
            session.add(Flag(id=3, name="from Python", activations=[activation], status=True))
            session.commit()
        """
}
