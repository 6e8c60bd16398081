import ArgumentParser
import NoviClient

/// `novi lint`.
struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find what in the database will not do what its author meant.",
        discussion: """
            Activations whose class is not registered or whose config is bad, with the flags \
            that they touch and with what Python novi would have decided; links that are \
            duplicate or lead nowhere. Exits with 1 if something was found.
            """
    )

    @OptionGroup var options: SharedOptions

    func run() async throws {
        try await reporting {
            let logger = options.logger()
            let configuration = try options.configuration(logger: logger)
            let flags = try await DbClient(configuration, logger: logger).loadFlags()
            let snapshot = SnapshotAssembly.assemble(
                flags,
                catalog: configuration.searchPlugins(logger: logger),
                includingUnused: true
            )
            let findings = snapshot.findings
            if options.json {
                printJSON(.array(findings.map(\.json)))
            } else if findings.isEmpty {
                printLine("Nothing is wrong with \(flags.rows.count) flags.")
            } else {
                for finding in findings { printLine(finding.summary) }
            }
            if !findings.isEmpty { throw ExitCode.badNews }
        }
    }
}

extension Finding {
    /// The finding for people.
    var summary: String {
        let place = activation.map { "activation \($0.id) '\($0.name)' (\($0.className)): " } ?? ""
        let touched = flags.isEmpty ? "" : " Flags: \(flags.joined(separator: ", "))."
        return place + message + touched + (python.map { " \($0)" } ?? "")
    }

    /// The finding for programs.
    fileprivate var json: JSONValue {
        [
            "kind": .string(kind.rawValue),
            "activation": activation?.json ?? .null,
            "message": .string(message),
            "flags": .array(flags.map(JSONValue.string)),
            "python": python.map(JSONValue.string) ?? .null,
        ]
    }
}
