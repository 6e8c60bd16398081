import ArgumentParser
import Foundation
import NoviAuthoring

extension PluginCommand {
    /// `novi plugin new`.
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the package of a new plugin.",
            discussion: """
                The package has a rule that works, its tests and a README, and needs nothing \
                from the network. What to do next is printed.

                  novi plugin new geo_fence --language c
                """
        )

        @Argument(help: "The name of the module, such as geo_fence; the class is named after it.")
        var name: String

        @Option(help: "The language.")
        var language = PluginLanguage.swift

        @Option(help: "The folder to write, which must be empty or new; else NAME.")
        var into: String?

        @Option(help: "Novi's repository, or what 'novi sdk export' wrote; else a copy is written.")
        var sdk: String?

        func validate() throws {
            do {
                _ = try PluginName(name, in: language)
            } catch {
                throw ValidationError("\(error)")
            }
        }

        func run() async throws {
            try await reporting {
                let folder = URL(filePath: into ?? name)
                let plugin = NewPlugin(
                    try PluginName(name, in: language),
                    in: language,
                    sdk: try sdk.map {
                        try SDKLocation(existing: $0, for: folder, in: language)
                    } ?? .inPackage
                )
                try NewFolder(folder).write(plugin.files)
                for line in plugin.lines(folder: into ?? name) { printLine(line) }
            }
        }
    }
}

extension PluginLanguage: ExpressibleByArgument {}

extension NewPlugin {
    /// What to do next, for people: commands that can be copied.
    fileprivate func lines(folder: String) -> [String] {
        ["\(qualifiedClassName), in \(language.title), is written. Next:"]
            + steps(from: folder).enumerated().flatMap { number, step in
                ["", "\(number + 1). \(step.purpose):", "    \(step.command)"]
            }
    }
}
