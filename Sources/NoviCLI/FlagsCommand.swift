import ArgumentParser
import NoviClient

/// `novi flags`.
struct FlagsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flags",
        abstract: "Look at the flags in the database.",
        subcommands: [List.self, Show.self]
    )

    /// `novi flags list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the flags.")

        @OptionGroup var options: SharedOptions

        func run() async throws {
            try await reporting {
                let flags = try await options.loadedFlags().flags
                guard !options.json else {
                    return printJSON(.array(flags.map(\.json)))
                }
                printTable(
                    ["id", "status", "name", "activations"],
                    flags.map { flag in
                        [
                            "\(flag.id)", flag.status ? "on" : "off", flag.name,
                            flag.activations.map { "\($0.id)" }.joined(separator: ", "),
                        ]
                    }
                )
            }
        }
    }

    /// `novi flags show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a flag.")

        @OptionGroup var options: SharedOptions

        @Argument(help: "The name of the flag.")
        var name: String

        func run() async throws {
            try await reporting {
                let flags = try await options.loadedFlags().flags
                guard let flag = flags.first(where: { $0.name.utf8.elementsEqual(name.utf8) })
                else {
                    printError("novi: There is no flag '\(name)'; 'novi flags list' lists them.")
                    throw ExitCode.badNews
                }
                guard !options.json else { return printJSON(flag.json) }
                printLine("\(flag.name)  id \(flag.id)  status \(flag.status ? "on" : "off")")
                for activation in flag.activations {
                    printLine("  \(activation.id) '\(activation.name)'  \(activation.className)")
                    printLine("      \(activation.config)")
                }
            }
        }
    }
}

extension SharedOptions {
    /// What the database holds.
    func loadedFlags() async throws -> FlagSet {
        let logger = logger()
        return try await DbClient(try configuration(logger: logger), logger: logger).loadFlags()
    }
}
