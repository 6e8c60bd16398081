import Foundation
import NoviActivation
import TestSupport
import Testing

/// The plugins below `docs/examples`, built outside of this package with the documentation's
/// commands, and used through the command.
@Suite(.serialized)
struct ExampleTests {
    private static let examples = Repository.root.appending(path: "docs/examples").path

    /// What a flag with one activation answers.
    private struct Case {
        let className: String
        let config: String
        let context: JSONValue
        let answer: JSONValue
        var variant: JSONValue?
        var message: String?

        init(
            _ className: String,
            _ config: String,
            _ context: JSONValue,
            _ answer: JSONValue,
            variant: JSONValue? = nil,
            message: String? = nil
        ) {
            self.className = className
            self.config = config
            self.context = context
            self.answer = answer
            self.variant = variant
            self.message = message
        }
    }

    private static let cases = [
        Case("country.CountryActivation", "NL", ["country": "NL"], true),
        Case("country.CountryActivation", "NL", ["country": "DE"], false),
        Case("country.CountryActivation", "NL", [:], false),
        Case(
            "country.CountryActivation",
            "Holland",
            ["country": "NL"],
            false,
            message: "The config is not a country's code; write two letters."
        ),
        Case("staff.StaffActivation", "acme.test", ["email": "a@acme.test"], true),
        Case("staff.StaffActivation", "acme.test", ["email": "a@b.test"], false),
        Case("app_version.AppVersionActivation", ">=2.10 <3", ["appVersion": "2.10.0"], true),
        Case("app_version.AppVersionActivation", ">=2.10 <3", ["appVersion": "2.9.9"], false),
        Case("app_version.AppVersionActivation", ">=2.10 <3", ["appVersion": "3.0"], false),
        Case("app_version.AppVersionActivation", "=2", ["appVersion": "2.0.0"], true),
        Case(
            "app_version.AppVersionActivation",
            ">=2.10 ~3",
            ["appVersion": "2.10"],
            false,
            message: "The config has what is no comparison; write >=2.10 <3."
        ),
        Case(
            "app_version.AppVersionActivation",
            ">2",
            ["appVersion": "2.x"],
            false,
            message: "appVersion is no version; send numbers with dots between them."
        ),
    ]

    private static let network = "office=10.0.0.0/8 vpn=2001:db8::/32 one=1.2.3.4/32"
    private static let casesInRust = [
        Case("network.NetworkActivation", network, ["ip": "10.200.0.1"], true, variant: "office"),
        Case("network.NetworkActivation", network, ["ip": "2001:db8::1"], true, variant: "vpn"),
        Case("network.NetworkActivation", network, ["ip": "1.2.3.4"], true, variant: "one"),
        Case("network.NetworkActivation", network, ["ip": "1.2.3.5"], false),
        Case("network.NetworkActivation", "all=0.0.0.0/0", ["ip": "9.9.9.9"], true, variant: "all"),
        Case(
            "network.NetworkActivation",
            "office=10.0.0.0/33",
            ["ip": "10.0.0.1"],
            false,
            message: "'office=10.0.0.0/33' is no network; write name=10.0.0.0/8."
        ),
        Case(
            "network.NetworkActivation",
            network,
            ["ip": "localhost"],
            false,
            message: "'ip' is no address; send one such as 10.0.0.1."
        ),
    ]

    /// Makes a database with a flag for each case.
    private static func makeDatabase(_ cases: [Case], in folder: TemporaryFolder) async throws {
        let schema = Repository.root.appending(path: "schema.sql")
        var sql = try String(contentsOf: schema, encoding: .utf8)
        for (id, example) in cases.enumerated() {
            let values = [example.className, example.config].map {
                "'" + $0.replacing("'", with: "''") + "'"
            }
            sql += """
                INSERT INTO flags VALUES (\(id), 'flag-\(id)', 1);
                INSERT INTO activations
                    VALUES (\(id), 'rule', 'novi_activations.' || \(values[0]), \(values[1]));
                INSERT INTO flags_activations VALUES (\(id), \(id));

                """
        }
        let script = try folder.write(sql, to: "flags.sql")
        let outcome = try await run("sqlite3", [folder.path("flags.db"), ".read \(script)"])
        try #require(outcome.status == 0, "\(outcome.errors)")
    }

    /// Evaluates the flag of a case with `novi eval`.
    private static func expect(_ example: Case, id: Int, in folder: TemporaryFolder) async throws {
        let outcome = try await run(
            Repository.command,
            [
                "eval", "flag-\(id)", "--json", "--database", folder.path("flags.db"),
                "--activations", folder.path("novi_activations"),
                "--context", example.context.jsonText,
            ]
        )
        let place = "\(example.className) '\(example.config)' \(example.context)"
        let answer = try JSONValue(parsing: outcome.output)
        #expect(answer["value"] == example.answer, "\(place)")
        #expect(answer["variant"] == example.variant, "\(place)")
        let message = example.message.map { JSONValue.string("Activation \(id) 'rule': \($0)") }
        #expect(answer["errorDetails"] == message, "\(place)")
        #expect(outcome.status == (message == nil ? 0 : 1), "\(place)")
    }

    @Test func `every example is built, loaded, and decides`() async throws {
        let folder = try TemporaryFolder()
        let built = try await run("make", ["-C", Self.examples, "BUILD=\(folder.url.path)"])
        try #require(built.status == 0, "\(built.output)\(built.errors)")
        let hasRust = !built.errors.contains("SKIPPED: the example 'network' needs cargo")
        if !hasRust { Issue.record("The example in Rust is not tested.", severity: .warning) }
        let cases = Self.cases + (hasRust ? Self.casesInRust : [])

        let root = folder.path("novi_activations")
        let list = try await run(
            Repository.command,
            ["plugin", "list", "--json", "--activations", root]
        )
        let files = try #require(JSONValue(parsing: list.output)["files"]?.array)
        #expect(files.allSatisfy { $0["state"] == "loaded" }, "\(list.output)")
        let classes = Set(files.compactMap { $0["classes"]?[0]?.string })
        #expect(classes == Set(cases.map { "novi_activations.\($0.className)" }))

        try await Self.makeDatabase(cases, in: folder)
        for (id, example) in cases.enumerated() {
            try await Self.expect(example, id: id, in: folder)
        }
        // A plugin in Swift needs no package but the SDK.
        let fetched = try FileManager.default.contentsOfDirectory(
            atPath: folder.path("staff/checkouts")
        )
        #expect(fetched == [])
    }

    @Test(arguments: [("country", "CC=missing"), ("app_version", "CXX=missing")])
    func `a compiler that is missing is said so`(example: String, compiler: String) async throws {
        let outcome = try await run("make", ["-C", Self.examples, example, compiler])
        #expect(outcome.status != 0)
        let sentence = "The example '\(example)' needs missing, which is not here; install g"
        #expect(outcome.errors.hasPrefix(sentence))
    }

    @Test func `a plugin in C is one file and one command`() async throws {
        let folder = try TemporaryFolder()
        let header = Repository.root.appending(path: "Sources/CNovi/include").path
        let source = Self.examples + "/c-plugin/country.c"
        let library = folder.path("country.so")
        let options = ["-shared", "-fPIC", "-O2", "-I", header, source, "-o", library]
        let built = try await run("cc", options)
        try #require(built.status == 0, "\(built.errors)")
        let list = try await run(
            Repository.command,
            ["plugin", "list", "--activations", folder.url.path]
        )
        #expect(list.output.contains("novi_activations.country.CountryActivation"))
    }
}
