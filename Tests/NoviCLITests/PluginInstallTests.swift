import Foundation
import NoviActivation
import TestSupport
import Testing

/// What an operator does with the files of plugins.
struct PluginInstallTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func novi(
        _ arguments: String...,
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await novi(arguments, environment: environment)
    }

    private func novi(
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await run(
            Repository.command,
            arguments,
            in: folder.url,
            environment: environment.merging(["NOVI_CACHE": folder.path("cache")]) { $1 }
        )
    }

    /// What a command tells programs.
    private func json(_ arguments: String..., status: Int32 = 0) async throws -> JSONValue {
        let outcome = try await novi(["plugin"] + arguments + ["--json"])
        #expect(outcome.status == status, "\(outcome.errors)")
        return try JSONValue(parsing: outcome.output)
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

    @Test func `a plugin is removed without being run`() async throws {
        let path = try await FaultyPlugin.build(
            in: folder,
            create: #"if (getenv("CRASH_IN_HOST")) *(volatile int *)0 = 1;"#
        )
        #expect(try await novi("plugin", "install", path, "--as", "acme.rule").status == 0)
        try await makeSampleDatabase()
        let name = "novi_activations.acme.rule.Rule"
        let sql = "UPDATE activations SET class_name = '\(name)' WHERE id = 4"
        #expect(try await run("sqlite3", [folder.path("novi.db"), sql]).errors == "")
        let variable = ["CRASH_IN_HOST": "1"]
        let kept = try await novi("plugin", "remove", "acme.rule", environment: variable)
        #expect(kept.status == 1)
        #expect(kept.output.contains("Flags that need it: Combo OR."))
        #expect(try await states() == ["rule.so": "loaded"])
        let forced = try await novi(
            "plugin",
            "remove",
            "acme.rule",
            "--force",
            environment: variable
        )
        #expect(forced.status == 0)
        #expect(forced.output.contains("Flags that use it: Combo OR."))
        #expect(try await states().isEmpty)
    }

    @Test func `what was removed comes back once`() async throws {
        let file = Self.standard("and")
        #expect(try await novi("plugin", "install", file, "--as", "one").status == 0)
        #expect(try await novi("plugin", "remove", "one", "--force").status == 0)
        #expect(try await novi("plugin", "rollback", "one").status == 0)
        #expect(try await novi("plugin", "rollback", "one").status == 2)
        #expect(try await states() == ["one.so": "loaded"])
    }

    @Test func `programs are told what became of an installation`() async throws {
        let first = try await json("install", Self.standard("and"), "--as", "acme.rule")
        #expect(
            first == [
                "path": "novi_activations/acme/rule.so", "module": "acme.rule", "installed": true,
                "replaced": false, "classes": ["novi_activations.acme.rule.AndActivation"],
                "problem": .null, "warnings": [], "needsLock": false,
            ]
        )
        let second = try await json("install", Self.standard("or"), "--as", "acme.rule")
        #expect(second["replaced"] == true)
        let back = try await json("rollback", "acme.rule")
        #expect(back == ["path": "novi_activations/acme/rule.so", "module": "acme.rule"])
        let broken = try folder.write("no library", to: "broken.so")
        let refused = try await json("install", broken, status: 1)
        #expect(refused["installed"] == false)
        #expect(refused["problem"]?["code"] == "NOT_ELF")
        #expect(refused["problem"]?["remedy"]?.string?.isEmpty == false)
    }

    @Test func `programs are told what became of a removal`() async throws {
        let module = "standard.or_activation"
        _ = try await json("install", Self.standard("or"), "--as", module)
        let unknown = try await json("remove", module, "--force")
        #expect(unknown["removed"] == true)
        #expect(unknown["flags"] == .null)
        #expect(unknown["reason"]?.string?.isEmpty == false)
        _ = try await json("rollback", module)
        try await makeSampleDatabase()
        let kept = try await json("remove", module, status: 1)
        #expect(kept["removed"] == false)
        #expect(kept["flags"] == ["Combo OR"])
        let removed = try await json("remove", module, "--force")
        #expect(removed["removed"] == true)
        #expect(removed["flags"] == ["Combo OR"])
    }

    @Test func `programs are told which files were written`() async throws {
        let keys = try await json("keygen", "mine")
        #expect(keys == ["key": "mine.key", "verifyingKey": "mine.pub"])
        _ = try await json("install", Self.standard("and"), "--as", "one")
        let signed = try await json("sign", "novi_activations/one.so", "--key", "mine.key")
        let plugin = signed["files"]?[0]
        #expect(plugin?["path"] == "novi_activations/one.so")
        #expect(plugin?["signature"] == "novi_activations/one.so.sig")
        let lock = try await json("lock")
        #expect(lock["path"]?.string?.hasSuffix("novi_activations.lock") == true)
        #expect(lock["plugins"]?.array?.count == 1)
        #expect(lock["plugins"]?[0]?["name"] == "one.so")
        #expect(lock["plugins"]?[0]?["sha256"]?.string?.count == 64)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["nowhere", "folder", "pipe"])
    func `a file that cannot be read is one sentence`(name: String) async throws {
        let directory = folder.url.appending(path: "folder")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        #expect(try await run("mkfifo", [folder.path("pipe")]).status == 0)
        #expect(try await novi("plugin", "keygen", "mine").status == 0)
        let commands = [
            ["install", name], ["sign", name, "--key", "mine.key"],
            ["sign", "mine.pub", "--key", name],
        ]
        for command in commands {
            let outcome = try await novi(["plugin"] + command)
            #expect(outcome.status == 2)
            #expect(outcome.errors.hasPrefix("novi: '\(name)' cannot be read: "))
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func `a file that cannot be written is one sentence`() async throws {
        let directory = folder.url.appending(path: "novi_activations.lock")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        let outcome = try await novi("plugin", "lock")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("cannot be written: Is a directory; "))
        #expect(outcome.errors.split(separator: "\n").count == 1)
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
