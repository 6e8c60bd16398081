import ArgumentParser
import Logging
import NoviClient
import NoviCore

/// What all commands take.
struct SharedOptions: ParsableArguments {
    @Option(help: "The database: a path, or a URL as SQLAlchemy writes it.")
    var database: String?

    @Option(
        parsing: .singleValue,
        help: "A folder that holds plugins; may be repeated, the first that has a module wins."
    )
    var activations: [String] = []

    @Option(help: "The configuration file; novi.ini in the working folder if there is one.")
    var config: String?

    @ArgumentParser.Flag(help: "Print nothing but JSON on standard output.")
    var json = false

    @Option(
        help: "How much is logged: trace, debug, info, notice, warning, error or critical.",
        transform: level
    )
    var logLevel: Logger.Level?

    private static func level(_ name: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: name) else {
            let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("There is no log level '\(name)'; choose one of \(names).")
        }
        return level
    }

    /// The configuration: the command line, else the environment, else the
    /// file, else the defaults.
    ///
    /// - Parameter logger: Told of keys in the file that are not understood.
    /// - Returns: The configuration.
    /// - Throws: An error if the file cannot be read or makes no sense.
    func configuration(logger: Logger) throws -> NoviConfiguration {
        var defaults = NoviConfiguration()
        defaults.plugins.policy.probe = .enforce
        var (configuration, unknown) = try NoviConfiguration.load(file: config, defaults: defaults)
        if let unknown { logger.warning("\(unknown)") }
        if let database { configuration.database.url = database }
        if activations.isEmpty {
            Installation.addPlugins(to: &configuration.activations)
        } else {
            configuration.activations = activations
        }
        return configuration
    }

    /// A logger that writes to standard error.
    ///
    /// - Parameter level: How much is logged unless the command line says.
    /// - Returns: The logger.
    func logger(_ level: Logger.Level = .warning) -> Logger {
        let level = logLevel ?? level
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        return Logger(label: "novi")
    }
}

/// Runs a command, and says in one line why it failed.
///
/// - Parameters:
///   - heedsSignals: Whether the command itself ends when it is told to.
///   - body: The command.
/// - Throws: The exit code, unless all is well.
func reporting(
    heedsSignals: Bool = false,
    _ body: () async throws -> Void
) async throws {
    Output.reserve()
    if !heedsSignals { PluginDiscovery.forgiveInterruptions() }
    do {
        do {
            try await body()
        } catch let news as ExitCode {
            try Output.flush()
            throw news
        }
        try Output.flush()
    } catch let code as ExitCode {
        throw code
    } catch {
        printError("novi: \(error)")
        throw ExitCode.notDone
    }
}
