import Foundation
import NoviActivation
import TestSupport
import Testing

/// `novi plugin inspect`.
struct InspectTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func inspect(_ arguments: String...) async throws -> Outcome {
        try await run(Repository.command, ["plugin", "inspect"] + arguments, in: folder.url)
    }

    /// Builds a plugin that would print if it ran.
    private func build(_ note: String) async throws -> String {
        let source = """
            #include "novi_activation.h"
            #include <stdio.h>
            \(note)
            const novi_plugin *novi_plugin_v1(const novi_host *host) { return NULL; }
            __attribute__((constructor)) static void start(void) { puts("It runs."); }
            """
        let header = Repository.root.appending(path: "Sources/CNovi/include").path
        let input = try folder.write(source, to: "plugin.c")
        let output = folder.path("plugin.so")
        let arguments = ["-shared", "-fPIC", "-I", header, input, "-o", output]
        let built = try await run("cc", arguments)
        try #require(built.status == 0, "\(built.errors)")
        return output
    }

    @Test func `a plugin tells what it is without running`() async throws {
        let path = try await build(#"NOVI_NOTE("staff", "1.0.0", "Staff", "Guest");"#)
        let outcome = try await inspect(path, "--json")
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        let json = try JSONValue(parsing: outcome.output)
        #expect(json["code"] == .null)
        #expect(json["note"]?["name"] == "staff")
        #expect(json["note"]?["classes"] == ["Staff", "Guest"])
        #expect(json["file"]?["swiftRuntime"] == "none")
        #expect(json["file"]?["sha256"]?.string?.count == 64)
        let text = try await inspect(path).output
        #expect(text.hasPrefix("accepted  \(path)\n    plugin      staff 1.0.0\n"))
        #expect(text.contains("It loads on any "))
    }

    @Test(arguments: [
        ("and_activation", "AndActivation"), ("date_time_activation", "DateTimeActivation"),
        ("or_activation", "OrActivation"),
        ("weighted_random_activation", "WeightedRandomActivation"),
    ])
    func `each standard plugin tells what it is and runs anywhere`(
        name: String,
        type: String
    ) async throws {
        let path = "\(Repository.activations)/standard/\(name).so"
        let outcome = try await inspect(path, "--json")
        let json = try JSONValue(parsing: outcome.output)
        #expect(json["note"]?["name"] == .string(name))
        #expect(json["note"]?["classes"] == [.string(type)])
        #expect(json["file"]?["swiftRuntime"] == "own")
    }

    @Test func `a plugin for a newer novi is bad news`() async throws {
        let path = try await build(#"NOVI_NOTE_FOR_HOST("99.0.0", "staff", "1.0.0", "Staff");"#)
        let outcome = try await inspect(path)
        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("refused HOST_TOO_OLD  \(path)\n    plugin"))
    }

    @Test func `a file that is no plugin is bad news`() async throws {
        let path = try folder.write("no library", to: "broken.so")
        let outcome = try await inspect(path)
        #expect(outcome.status == 1)
        #expect(
            outcome.output == "refused NOT_ELF  \(path)\nIt is not a shared library. "
                + "Build the plugin, and install the .so file that results.\n"
        )
    }

    @Test func `a file that is not there cannot be looked at`() async throws {
        let outcome = try await inspect("nowhere.so")
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }
}
