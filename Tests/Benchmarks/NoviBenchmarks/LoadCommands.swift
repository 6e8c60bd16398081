import ArgumentParser
import CReference
import NoviClient

/// `novi-benchmarks load`: a client finds and uses the plugins of a folder in a
/// process that has never seen them; says how many nanoseconds that takes.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "load", shouldDisplay: false)

    @Argument var path: String
    @Argument var count: Int

    func run() async throws {
        let client = PluginFolder(path: path, count: count).client
        let duration = try await TimeSource.wall.measure { try await client.load() }
        for index in 0..<count where !client.isEnabled("flag\(index)") {
            throw UnexpectedOutput(text: "flag\(index) is off")
        }
        print(duration / .nanoseconds(1))
    }
}

/// `novi-benchmarks open`: the same files, opened by a loop in C.
struct OpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "open", shouldDisplay: false)

    @Argument var path: String
    @Argument var count: Int

    func run() async throws {
        let names = NameList(PluginFolder(path: path, count: count).plugins)
        let duration = try await TimeSource.wall.measure {
            let paths = names.texts.map { $0.data }
            guard novi_reference_load(paths, paths.count, "novi_plugin_v1") == count else {
                throw UnexpectedOutput(text: "a library does not load")
            }
        }
        print(duration / .nanoseconds(1))
    }
}
