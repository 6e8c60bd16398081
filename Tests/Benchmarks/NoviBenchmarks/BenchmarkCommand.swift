import ArgumentParser
import Foundation
import NoviClient

/// `novi-benchmarks`: measures Novi, prints a table, and writes it as JSON.
@main
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "novi-benchmarks",
        abstract: "Measure Novi against references on the same machine at the same time.",
        discussion: "A figure that misses its goal is no failure: the table and the file say so.",
        subcommands: [MeasureCommand.self, LoadCommand.self, OpenCommand.self],
        defaultSubcommand: MeasureCommand.self
    )
}

/// `novi-benchmarks measure`, which is what it does if nothing else is said.
struct MeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Measure."
    )

    @Argument(help: "The beginning of the names of the figures to measure, such as 'evaluate.'.")
    var prefix = ""

    @Option(help: "The file for the table as JSON.")
    var output = ".build/bench.json"

    func run() async throws {
        var workbench = try Workbench()
        var figures: [Figure] = []
        print(Figure.heading)
        for (name, measure) in Self.figures where name.hasPrefix(prefix) {
            let figure = try await measure(&workbench, name)
            print(figure)
            figures.append(figure)
        }
        let lines = figures.map(\.json.jsonText).joined(separator: ",\n")
        try Data("[\n\(lines)\n]\n".utf8).write(to: URL(filePath: output))
    }
}

extension MeasureCommand {
    typealias Measure = @Sendable (inout Workbench, String) async throws -> Figure

    /// All figures, in the order of the table.
    private static let figures: [(name: String, measure: Measure)] = [
        ("evaluate.10", { try await $0.evaluation($1, flagCount: 10) }),
        ("evaluate.1000", { try await $0.evaluation($1, flagCount: 1_000) }),
        ("evaluate.100000", { try await $0.evaluation($1, flagCount: 100_000) }),
        ("evaluate.call", { try await $0.publicCall($1) }),
        ("evaluate.allocations", { $0.allocations($1) }),
        ("evaluate.threads8", { try await $0.threads($1) }),
        ("weighted-random", { try await $0.weightedRandom($1) }),
        ("snapshot.build", { try await $0.snapshotBuild($1) }),
        ("snapshot.republish", { try await $0.snapshotRepublish($1) }),
        ("plugins.start", { try await $0.pluginStart($1) }),
        ("plugins.scan", { try await $0.pluginScan($1) }),
        ("plugins.replace", { try await $0.pluginReplacement($1) }),
        ("http.flag", { try await $0.flagRequests($1) }),
        ("start.eval", { try await $0.evalStart($1) }),
        ("memory.serve", { try await $0.serverMemory($1) }),
    ]
}
