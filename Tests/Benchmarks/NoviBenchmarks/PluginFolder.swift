import Foundation
import NoviClient
import TestSupport

/// A folder with a root of many small plugins in C, each used by one flag.
struct PluginFolder {
    /// Where it is.
    let path: String
    /// How many plugins there are.
    let count: Int

    /// The root.
    var root: String { "\(path)/novi_activations" }

    /// The plugins.
    var plugins: [String] { (0..<count).map { "\(root)/rule\($0).so" } }

    /// The build whose rule is on, and the one whose rule is off.
    var builds: [String] { ["\(path)/on.so", "\(path)/off.so"] }

    /// Builds a plugin, and writes copies of it that differ in their versions.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - path: The folder, which is made.
    /// - Returns: The folder.
    /// - Throws: An error if there is no C compiler.
    static func make(_ count: Int, in path: String) async throws -> Self {
        let folder = Self(path: path, count: count)
        try FileManager.default.createDirectory(
            atPath: folder.root,
            withIntermediateDirectories: true
        )
        for (build, decision) in zip(folder.builds, ["NOVI_ON", "NOVI_OFF"]) {
            try await compile(decision, to: build)
        }
        let build = try Data(contentsOf: URL(filePath: folder.builds[0]))
        guard let place = build.range(of: Data("-NNNNNNNN".utf8)) else {
            throw UnexpectedOutput(text: "the plugin has no version")
        }
        for (number, path) in zip(10_000_000..., folder.plugins) {
            var copy = build
            copy.replaceSubrange(place, with: Data("-\(number)".utf8))
            try copy.write(to: URL(filePath: path))
        }
        return folder
    }

    private static func compile(_ decision: String, to path: String) async throws {
        let source = Repository.root.appending(path: "Tests/Benchmarks/rule.c").path
        let header = Repository.root.appending(path: "Sources/CNovi/include").path
        let options = ["-O2", "-shared", "-fPIC", "-s", "-I", header, "-DRULE_DECIDES=\(decision)"]
        let outcome = try await TestSupport.run("cc", options + ["-o", path, source])
        guard outcome.status == 0 else { throw UnexpectedOutput(text: outcome.errors) }
    }

    /// One flag for each plugin.
    var flags: [Flag] {
        (0..<count).map { index in
            let id = Int64(index)
            let type = "novi_activations.rule\(index).Rule"
            let rule = Activation(id: id, name: "rule", className: type, config: "")
            return Flag(id: id, name: "flag\(index)", status: true, activations: [rule])
        }
    }

    /// How plugins are checked here.
    var settings: PluginSettings {
        var settings = PluginSettings()
        settings.cache = "\(path)/cache"
        settings.policy.probe = .enforce
        settings.probePath = Workbench.product("novi-plugin-probe")
        return settings
    }

    /// A client of the flags.
    var client: InMemoryClient {
        InMemoryClient(flags, activations: [root], plugins: settings)
    }
}
