import ArgumentParser
import Logging
import NoviClient
import NoviWeb
import ServiceLifecycle
import UnixSignals

/// `novi serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve flags over HTTP.",
        discussion: """
            GET /flags and /flags/NAME give flags as they are stored; POST /evaluatedFlags and \
            /evaluatedFlags/NAME evaluate them for the context in the body. SIGTERM and SIGINT \
            let requests finish.
            """
    )

    @OptionGroup var options: SharedOptions

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 for any that is free.")
    var port = 5000

    @Option(help: "Create the database and seed it from this SQL file; refused if it has tables.")
    var script: String?

    func run() async throws {
        try await reporting {
            let logger = options.logger(.info)
            let configuration = try options.configuration(logger: logger)
            if let script { try await DbClient.createDatabase(configuration, script: script) }
            let client = DbClient(configuration, logger: logger)
            let application = buildApplication(
                client: client,
                host: host,
                port: port,
                logger: logger
            )
            let group = ServiceGroup(
                configuration: .init(
                    services: [client, LintService(client: client, logger: logger), application],
                    gracefulShutdownSignals: [.sigterm, .sigint],
                    logger: logger
                )
            )
            try await group.run()
        }
    }
}

/// Says at the start what is wrong with the flags.
private struct LintService: Service {
    let client: DbClient
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // Not ready within a minute: the client says why, again and again.
            guard (try? await client.waitUntilReady(timeout: .seconds(60))) != nil else { return }
            for finding in client.snapshot?.findings ?? [] {
                logger.warning("\(finding.summary)")
            }
        }
        try await gracefulShutdown()
    }
}
