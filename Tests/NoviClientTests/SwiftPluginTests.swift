import Foundation
import NoviClient
import TestSupport
import Testing

/// Plugins in Swift beside each other.
struct SwiftPluginTests {
    @Test func `plugins with the same Swift modules do not mix`() async throws {
        let folder = try TemporaryFolder()
        let root = folder.url.appending(path: "root")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        let file = "\(Repository.activations)/standard/weighted_random_activation.so"
        let content = try Data(contentsOf: URL(filePath: file))
        let names = ["one", "two"]
        let flags = try zip(Int64(1)..., names).map { id, name in
            // What stands behind the end makes it another library, with the same types.
            try (content + Data(name.utf8)).write(to: root.appending(path: "\(name).so"))
            let rule = Activation(
                id: id,
                name: name,
                className: "novi_activations.\(name).WeightedRandomActivation",
                config: #"{"splits": [1], "variations": ["\#(name)"], "assign": true}"#
            )
            return Flag(id: id, name: name, status: true, activations: [rule])
        }
        var settings = PluginSettings()
        settings.cache = folder.path("cache")
        settings.policy.probe = .enforce
        let client = InMemoryClient(flags, activations: [root.path], plugins: settings)
        try await client.whileRunning { client in
            let files = await client.plugins
            #expect(files.map(\.state) == [.loaded, .loaded])
            #expect(files.map(\.warnings) == [[], []])
            #expect(Set(files.map(\.hash)).count == 2)
            for _ in 1...100 {
                for name in names {
                    let evaluation = client.evaluate(name, context: ["seed": "user-42"])
                    #expect(evaluation.isOn && evaluation.variant == name)
                }
            }
        }
    }
}
