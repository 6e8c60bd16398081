import ArgumentParser
import Foundation
import NoviClient

extension PluginCommand {
    /// `novi plugin install`.
    struct Install: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a plugin into the first folder for plugins.",
            discussion: """
                It is tried first, then put there at once and whole, so that a running server \
                takes it over; what it replaces is kept for 'novi plugin rollback'. A signature \
                beside it (FILE.sig) goes with it.

                  novi plugin install .build/release/libgeo.so --as acme.geo
                """
        )

        @OptionGroup var options: SharedOptions

        @Argument(help: "The library.")
        var file: String

        @Option(name: .customLong("as"), help: "Its module below the folder; else its own name.")
        var module: String?

        @ArgumentParser.Flag(help: "Install it although this host would not use it.")
        var force = false

        func run() async throws {
            try await reporting {
                let logger = options.logger()
                let configuration = try options.configuration(logger: logger)
                let root = try configuration.firstRoot
                let content = [UInt8](try Data(contentsOf: URL(filePath: file)))
                // A signature that is not there is none.
                let signature = (try? Data(contentsOf: URL(filePath: file + ".sig"))).map(
                    [UInt8].init
                )
                let module = module ?? PluginShelf.module(of: file)
                let tried = try configuration.tryPlugin(content, signature, as: module)
                if let problem = tried.problem {
                    printLine("\(problem.code.rawValue)  \(problem.message) \(problem.remedy)")
                    guard force else { throw ExitCode.badNews }
                }
                for warning in tried.warnings {
                    printLine("warning \(warning.code.rawValue): \(warning.message)")
                }
                let shelf = try PluginShelf(module, in: root)
                let isTaken = shelf.isTaken
                try shelf.install(content, signature: signature)
                printLine(
                    isTaken
                        ? "'\(shelf.path)' is replaced; 'novi plugin rollback \(module)' undoes it."
                        : "'\(shelf.path)' is installed."
                )
                for name in tried.classes { printLine("    \(name)") }
                if configuration.plugins.policy.lock != .off {
                    printLine("Run 'novi plugin lock' to write it into the lock file.")
                }
            }
        }
    }

    /// `novi plugin rollback`.
    struct Rollback: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring back the build of a plugin that was replaced or removed.",
            discussion: "The two builds change places, so doing it twice changes nothing."
        )

        @OptionGroup var options: SharedOptions

        @Argument(help: "The module below the folder, such as standard.and_activation.")
        var module: String

        func run() async throws {
            try await reporting {
                let configuration = try options.configuration(logger: options.logger())
                let shelf = try PluginShelf(module, in: configuration.firstRoot)
                try shelf.rollBack()
                printLine("'\(shelf.path)' is what it was before.")
            }
        }
    }

    /// `novi plugin remove`.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a plugin away, unless flags need it.",
            discussion: """
                Flags that need its classes, also through others, are named, and nothing is done; --force removes it \
                all the same, and they evaluate to their callers' defaults. It is kept for \
                'novi plugin rollback'.
                """
        )

        @OptionGroup var options: SharedOptions

        @Argument(help: "The module below the folder, such as standard.and_activation.")
        var module: String

        @ArgumentParser.Flag(help: "Remove it although flags need it.")
        var force = false

        func run() async throws {
            try await reporting {
                let logger = options.logger()
                let configuration = try options.configuration(logger: logger)
                let shelf = try PluginShelf(module, in: configuration.firstRoot)
                guard shelf.isTaken else { throw NothingThere(path: shelf.path) }
                let catalog = configuration.searchPlugins(logger: logger)
                let names = try await users(of: catalog, DbClient(configuration, logger: logger))
                if !names.isEmpty {
                    printLine("Flags that need it: \(names.joined(separator: ", ")).")
                    guard force else {
                        printLine("Nothing is removed; --force removes it all the same.")
                        throw ExitCode.badNews
                    }
                }
                try shelf.remove()
                printLine("'\(shelf.path)' is removed; 'novi plugin rollback \(module)' undoes it.")
            }
        }

        /// The names of the flags whose activations are of the module.
        private func users(
            of catalog: ActivationCatalog,
            _ client: DbClient
        ) async throws -> [String] {
            let flags: FlagSet
            do {
                flags = try await client.loadFlags()
            } catch  where force {
                printLine("Which flags need it is not known: \(error)")
                return []
            }
            let prefix = "novi_activations.\(module)."
            // Only those that are created tell what they are made of.
            let users = SnapshotAssembly.assemble(flags, catalog: catalog).users
            let names = flags.activations.values.filter { row in
                catalog.names(for: row.className).contains { $0.hasPrefix(prefix) }
            }.flatMap { users[$0.id] ?? [] }
            let touched = Set(names)
            return flags.rows.map(\.name).filter(touched.contains)
        }
    }
}

/// There is nothing to remove.
private struct NothingThere: Error, CustomStringConvertible {
    let path: String
    var description: String { "There is no '\(path)'; 'novi plugin list' shows what there is." }
}
