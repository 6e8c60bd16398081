import Foundation
import Logging
import NoviClient
import NoviCore
import TestSupport

/// What all measurements need.
struct Workbench {
    /// Compares what is measured.
    var stopwatch = Stopwatch()
    /// Holds files until the end.
    let folder: TemporaryFolder
    /// The folders that hold plugins: the benchmarks' own, and the one in which
    /// the standard plugins are installed.
    let roots: [String]
    /// What the plugins offer.
    let catalog: ActivationCatalog

    /// Loads the plugins.
    ///
    /// - Throws: ``MissingPlugins`` if one of them has not been built.
    init() throws {
        folder = try TemporaryFolder()
        roots = [folder.path("novi_activations"), Repository.activations]
        let files = FileManager.default
        try files.createDirectory(atPath: roots[0], withIntermediateDirectories: true)
        try files.createSymbolicLink(
            atPath: roots[0] + "/novi_benchmark_plugin.so",
            withDestinationPath: Self.product("libnovi_benchmark_plugin.so")
        )
        catalog = PluginDiscovery.search(
            roots,
            into: ActivationCatalog(),
            logger: Logger(label: "novi.benchmarks")
        )
        let needed = ["novi_benchmark_plugin.", "standard.weighted_random_activation."]
        for module in needed where !catalog.classes.keys.contains(where: { $0.contains(module) }) {
            throw MissingPlugin(module: module)
        }
    }

    /// The path of something that was built together with this program.
    static func product(_ name: String) -> String {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: name).path
    }

    /// Publishes flags.
    func evaluator(of flags: FlagSet) -> Evaluator {
        let published = PublishedSnapshot()
        published.publish(SnapshotAssembly.assemble(flags, catalog: catalog))
        return Evaluator(published)
    }

    /// Writes flags into a new database.
    ///
    /// - Returns: Its path.
    func database(of flags: SampleFlags) async throws -> String {
        var configuration = NoviConfiguration()
        configuration.database.url = folder.path("\(UUID()).db")
        let script = try folder.write(flags.script, to: "\(UUID()).sql")
        try await DbClient.createDatabase(configuration, script: script)
        return configuration.database.url
    }

    /// Reads flags out of a database of their own.
    func client(of flags: SampleFlags) async throws -> DbClient {
        let client = DbClient(database: try await database(of: flags), activations: roots)
        try await client.load()
        return client
    }
}

/// A plugin is not there.
struct MissingPlugin: Error, CustomStringConvertible {
    let module: String
    var description: String { "There is no plugin for '\(module)'; run 'make bench'." }
}
