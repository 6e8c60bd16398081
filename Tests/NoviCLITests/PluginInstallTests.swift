import Foundation
import NoviActivation
import TestSupport
import Testing

/// What an operator does with the files of plugins.
struct PluginInstallTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func novi(_ arguments: String...) async throws -> Outcome {
        try await run(
            Repository.command,
            arguments,
            in: folder.url,
            environment: ["NOVI_CACHE": folder.path("cache")]
        )
    }

    private static func standard(_ name: String) -> String {
        "\(Repository.activations)/standard/\(name)_activation.so"
    }

    private func states() async throws -> [String: String] {
        let listing = try JSONValue(parsing: try await novi("plugin", "list", "--json").output)
        var states: [String: String] = [:]
        for file in listing["files"]?.array ?? [] {
            let name = file["path"]?.string?.split(separator: "/").last.map(String.init) ?? ""
            states[name] = file["code"]?.string ?? file["state"]?.string
        }
        return states
    }

    private func makeSampleDatabase() async throws {
        let scripts = ["schema.sql", "docs/sample_data.sql"].map {
            ".read \(Repository.root.appending(path: $0).path)"
        }
        let made = try await run("sqlite3", [folder.path("novi.db")] + scripts)
        #expect(made.errors == "")
    }

    private func content(_ path: String) throws -> Data {
        try Data(contentsOf: URL(filePath: path))
    }

    @Test func `a plugin is installed, replaced, brought back and removed`() async throws {
        let place = folder.path("novi_activations/acme/rule.so")
        let first = try await novi("plugin", "install", Self.standard("and"), "--as", "acme.rule")
        #expect(first.status == 0)
        #expect(first.output.contains("novi_activations.acme.rule.AndActivation"))
        #expect(try content(place) == content(Self.standard("and")))
        let second = try await novi("plugin", "install", Self.standard("or"), "--as", "acme.rule")
        #expect(second.output.contains("novi plugin rollback acme.rule"))
        #expect(try content(place) == content(Self.standard("or")))
        #expect(try await novi("plugin", "rollback", "acme.rule").status == 0)
        #expect(try content(place) == content(Self.standard("and")))
        try await makeSampleDatabase()
        #expect(try await novi("plugin", "remove", "acme.rule").status == 0)
        #expect(try await states().isEmpty)
        #expect(try await novi("plugin", "rollback", "acme.rule").status == 0)
        #expect(try await states() == ["rule.so": "loaded"])
        let again = try await novi("plugin", "remove", "acme.nothing")
        #expect(again.status == 2)
        #expect(again.errors.contains("acme/nothing.so"))
    }

    @Test func `what is no plugin is not installed, unless somebody insists`() async throws {
        let file = try folder.write("no library", to: "rule.so")
        let refused = try await novi("plugin", "install", file)
        #expect(refused.status == 1)
        #expect(refused.output.hasPrefix("NOT_ELF"))
        #expect(try await states().isEmpty)
        #expect(try await novi("plugin", "install", file, "--force").status == 0)
        #expect(try await states() == ["rule.so": "NOT_ELF"])
        let misnamed = try await novi("plugin", "install", Self.standard("and"), "--as", "a-b")
        #expect(misnamed.status == 2)
        #expect(misnamed.errors.contains("'a_b'"))
        let missing = try await novi("plugin", "install", "nowhere.so")
        #expect(missing.status == 2)
        #expect(missing.errors.split(separator: "\n").count == 1)
    }

    @Test func `flags that need a plugin are named, also by another name and through others`()
        async throws
    {
        try await makeSampleDatabase()
        for name in ["and", "or", "date_time", "weighted_random"] {
            let path = Self.standard(name)
            let module = "standard.\(name)_activation"
            #expect(try await novi("plugin", "install", path, "--as", module).status == 0)
        }
        let direct = try await novi("plugin", "remove", "standard.or_activation")
        #expect(direct.status == 1)
        #expect(direct.output.contains("Flags that need it: Combo OR."))
        // 'Combo AND' is made of an activation of this class.
        let indirect = try await novi("plugin", "remove", "standard.date_time_activation")
        #expect(indirect.status == 1)
        #expect(indirect.output.contains("Combo AND"))
        #expect(try await states().count == 4)
        let forced = try await novi("plugin", "remove", "standard.or_activation", "--force")
        #expect(forced.status == 0)
        #expect(try await states().count == 3)
    }

    @Test func `what is not in the lock is not used`() async throws {
        #expect(try await novi("plugin", "verify").status == 2)
        _ = try await novi("plugin", "install", Self.standard("and"), "--as", "one")
        #expect(try await novi("plugin", "lock").status == 0)
        #expect(try await novi("plugin", "verify").status == 0)
        let sums = try await run(
            "sha256sum",
            ["-c", "../novi_activations.lock"],
            in: folder.url.appending(path: "novi_activations")
        )
        #expect(sums.output == "one.so: OK\n")
        _ = try await novi("plugin", "install", Self.standard("or"), "--as", "two")
        _ = try await novi("plugin", "install", Self.standard("or"), "--as", "one")
        #expect(try await states() == ["one.so": "LOCK_MISMATCH", "two.so": "NOT_LOCKED"])
        let findings = try await novi("plugin", "verify", "--json")
        #expect(findings.status == 1)
        #expect(try JSONValue(parsing: findings.output).array?.count == 2)
        #expect(try await novi("plugin", "lock").status == 0)
        #expect(try await states() == ["one.so": "loaded", "two.so": "loaded"])
        try FileManager.default.removeItem(atPath: folder.path("novi_activations/two.so"))
        let missing = try await novi("plugin", "verify")
        #expect(missing.status == 1)
        #expect(missing.output.contains("two.so"))
        let lock = try String(contentsOfFile: folder.path("novi_activations.lock"), encoding: .utf8)
        _ = try folder.write(lock + lock, to: "novi_activations.lock")
        #expect(try await states() == ["one.so": "BAD_LOCK_FILE"])
    }

    @Test func `what no trusted key has signed is not used`() async throws {
        _ = try await novi("plugin", "install", Self.standard("and"), "--as", "one")
        for name in ["mine", "other"] { _ = try await novi("plugin", "keygen", name) }
        _ = try folder.copy(folder.url.appending(path: "mine.pub"), to: "novi_trusted_keys")
        #expect(try await states() == ["one.so": "NOT_SIGNED"])
        let plugin = folder.path("novi_activations/one.so")
        _ = try await novi("plugin", "sign", plugin, "--key", "other.key")
        #expect(try await states() == ["one.so": "BAD_SIGNATURE"])
        #expect(try await novi("plugin", "verify").status == 1)
        _ = try await novi("plugin", "sign", plugin, "--key", "mine.key")
        #expect(try await states() == ["one.so": "loaded"])
        #expect(try await novi("plugin", "verify").status == 0)
        let wrong = try await novi("plugin", "sign", plugin, "--key", "mine.pub")
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("mine.pub"))
    }

    @Test func `policies are those of the configuration`() async throws {
        _ = try await novi("plugin", "install", Self.standard("and"), "--as", "standard.one")
        _ = try folder.write("[plugin standard.one]\nenabled = no\n", to: "novi.ini")
        #expect(try await states() == ["one.so": "DISABLED"])
        _ = try folder.write("[plugin standard.one]\nlock = enforce\n", to: "novi.ini")
        #expect(try await states() == ["one.so": "BAD_LOCK_FILE"])
        _ = try folder.write("[plugins]\nprobe_path = /bin/true\n", to: "novi.ini")
        #expect(try await states() == ["one.so": "PROBE_UNAVAILABLE"])
        _ = try folder.write("[plugins]\nprobe_path = /bin/true\nprobe = warn\n", to: "novi.ini")
        #expect(try await states() == ["one.so": "loaded"])
        _ = try folder.write("[plugins]\nprobe = sometimes\n", to: "novi.ini")
        let outcome = try await novi("plugin", "list")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("[plugins] probe takes off, warn or enforce"))
    }
}
