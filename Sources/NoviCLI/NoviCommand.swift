import ArgumentParser
import NoviClient

/// The command: the only place that joins everything.
@main
struct NoviCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "novi",
        abstract: "Feature flags whose rules are plugins.",
        discussion: """
            'novi plugin' is about files and classes, 'novi activations' and 'novi flags' are \
            about rows of the database. Results go to standard output, logs to standard error.

            Exit codes: 0 done; 1 the answer is bad news (no such flag, a flag that cannot be \
            evaluated, something that lint found); 2 the work could not be done (the context, \
            the database, the configuration, the port); 64 the command line makes no sense.
            """,
        version: SemanticVersion.host.description,
        subcommands: [
            ServeCommand.self,
            EvalCommand.self,
            FlagsCommand.self,
            ActivationsCommand.self,
            PluginCommand.self,
            SDKCommand.self,
            LintCommand.self,
        ]
    )
}

extension ExitCode {
    /// The answer is bad news.
    static let badNews = ExitCode(1)
    /// The work could not be done.
    static let notDone = ExitCode(2)
}
