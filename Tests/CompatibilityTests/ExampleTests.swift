import Foundation
import Logging
import NoviClient
import TestSupport
import Testing

/// The packages below `docs/examples`, built outside of this one with the documentation's commands.
@Suite(.serialized)
struct ExampleTests {
    private static let examples = Repository.root.appending(path: "docs/examples")

    /// What an example's flag answers, with one activation of a plugin that was just built.
    private static func evaluate(
        _ className: String,
        config: String,
        root: TemporaryFolder,
        _ context: EvaluationContext
    ) throws -> Evaluation {
        let catalog = PluginDiscovery.search(
            [root.url.path],
            into: ActivationCatalog(),
            logger: Logger(label: "test")
        )
        let rule = Activation(id: 1, name: "rule", className: className, config: config)
        let published = PublishedSnapshot()
        let flags = FlagSet([Flag(id: 1, name: "flag", status: true, activations: [rule])])
        published.publish(SnapshotAssembly.assemble(flags, catalog: catalog))
        return Evaluator(published).evaluate("flag", context: context)
    }

    @Test func `a plugin in Swift needs no package but the SDK`() async throws {
        let root = try TemporaryFolder()
        let scratch = try TemporaryFolder()
        let arguments = [
            "--package-path", Self.examples.appending(path: "staff-plugin").path,
            "--scratch-path", scratch.url.path,
        ]
        let built = try await run("swift", ["build", "-c", "release"] + arguments)
        try #require(built.status == 0, "\(built.output)\(built.errors)")
        let fetched = try FileManager.default.contentsOfDirectory(atPath: scratch.path("checkouts"))
        #expect(fetched == [])
        _ = try root.copy(
            scratch.url.appending(path: "release/libstaff.so"),
            to: "libstaff.so"
        )
        let name = "novi_activations.staff.StaffActivation"
        let inside = try Self.evaluate(
            name,
            config: "acme.test",
            root: root,
            ["email": "a@acme.test"]
        )
        #expect(inside.isOn)
        let outside = try Self.evaluate(
            name,
            config: "acme.test",
            root: root,
            ["email": "a@b.test"]
        )
        #expect(!outside.isOn && outside.error == nil)
    }

    @Test func `a plugin in C is one file and one command`() async throws {
        let root = try TemporaryFolder()
        let built = try await run(
            "cc",
            [
                "-shared", "-fPIC", "-O2",
                "-I", Repository.root.appending(path: "Sources/CNovi/include").path,
                Self.examples.appending(path: "c-plugin/country.c").path,
                "-o", root.path("country.so"),
            ]
        )
        try #require(built.status == 0, "\(built.errors)")
        let name = "novi_activations.country.CountryActivation"
        #expect(try Self.evaluate(name, config: "NL", root: root, ["country": "NL"]).isOn)
        #expect(try !Self.evaluate(name, config: "NL", root: root, ["country": "DE"]).isOn)
        let broken = try Self.evaluate(name, config: "Holland", root: root, ["country": "NL"])
        #expect(
            broken.error?.message
                == "Activation 1 'rule': The config is not a country's code; write two letters."
        )
    }
}
