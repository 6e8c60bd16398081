import ArgumentParser
import NoviClient

/// `novi activations`.
struct ActivationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activations",
        abstract: "Look at the activations in the database.",
        discussion:
            "An activation is a row: a class and its config. 'novi plugin' is about classes.",
        subcommands: [List.self, Show.self]
    )

    /// `novi activations list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the activations.")

        @OptionGroup var options: SharedOptions

        func run() async throws {
            try await reporting {
                let flags = try await options.loadedFlags()
                let activations = flags.activations.values.sorted { $0.id < $1.id }
                guard !options.json else {
                    return printJSON(.array(activations.map { $0.json(usedBy: flags) }))
                }
                printTable(
                    ["id", "name", "class", "flags"],
                    activations.map { activation in
                        [
                            "\(activation.id)", activation.name, activation.className,
                            flags.users(of: activation.id).joined(separator: ", "),
                        ]
                    }
                )
            }
        }
    }

    /// `novi activations show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show an activation.")

        @OptionGroup var options: SharedOptions

        @Argument(help: "The id of the activation.")
        var id: Int64

        func run() async throws {
            try await reporting {
                let flags = try await options.loadedFlags()
                guard let activation = flags.activations[id] else {
                    printError(
                        "novi: There is no activation \(id); 'novi activations list' lists them."
                    )
                    throw ExitCode.badNews
                }
                guard !options.json else { return printJSON(activation.json(usedBy: flags)) }
                printLine("\(activation.id) '\(activation.name)'  \(activation.className)")
                printLine("  config: \(activation.config)")
                printLine("  flags:  \(flags.users(of: id).joined(separator: ", "))")
            }
        }
    }
}

extension FlagSet {
    /// The names of the flags to which an activation is attached.
    fileprivate func users(of id: Int64) -> [String] {
        rows.filter { $0.activationIDs.contains(id) }.map(\.name)
    }
}

extension Activation {
    fileprivate func json(usedBy flags: FlagSet) -> JSONValue {
        var object = json.object ?? [:]
        object["flags"] = .array(flags.users(of: id).map(JSONValue.string))
        return .object(object)
    }
}
