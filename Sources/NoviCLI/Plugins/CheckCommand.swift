import ArgumentParser
import NoviChecking
import NoviClient

/// `novi plugin check`.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find out whether plugins keep the contract.",
        discussion: """
            Everything that a host may do is done to each class, in processes of their own that \
            may neither write files nor use the network: odd configs and contexts, many threads, \
            many instances. A class that crashes, hangs or ends the process breaks the contract \
            and nothing else.

              novi plugin check libstaff.so --config 'acme.test'

            A config that works shows the most. Without --config the examples in the schema of \
            the class are taken. A class that combines others gets the activations 1 (on), \
            2 (off), 3 (no opinion), 4 (on, with a value) and 5 (fails).

            Each line is a check: \u{2713} passed, \u{2717} failed, ! warned, \u{2013} skipped. \
            Exits with 1 if a plugin is refused or breaks the contract, and with 2 if it cannot \
            be tried.
            """
    )

    @Argument(help: "The files.")
    var files: [String]

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A config that works, for all classes, or CLASS=CONFIG for one; may be repeated.",
            valueName: "[class=]config"
        )
    )
    var config: [String] = []

    @Option(name: .customLong("class"), help: "The one class to look at.")
    var className: String?

    @ArgumentParser.Flag(help: "Print nothing but JSON on standard output.")
    var json = false

    @Option(help: "How many seconds one process may take.")
    var timeLimit = 20.0

    func validate() throws {
        guard (0.01...3600).contains(timeLimit) else {
            throw ValidationError("The time limit is from 0.01 to 3600 seconds.")
        }
    }

    func run() async throws {
        try await reporting {
            var settings = try NoviConfiguration.load().configuration.plugins
            settings.probeTimeLimit = .seconds(timeLimit)
            let reports = try files.map { file in
                try MissingFile.check(file)
                return try PluginCheck(
                    path: file,
                    configs: config,
                    className: className,
                    settings: settings
                ).run()
            }
            if json {
                printJSON(reports.json)
            } else {
                for line in reports.map(\.lines).joined(separator: [""]) { printLine(line) }
            }
            if !reports.allSatisfy(\.isFulfilled) { throw ExitCode.badNews }
        }
    }
}

extension [CheckReport] {
    fileprivate var json: JSONValue {
        [
            "isFulfilled": .boolean(allSatisfy(\.isFulfilled)),
            "plugins": .array(map(\.json)),
        ]
    }
}
