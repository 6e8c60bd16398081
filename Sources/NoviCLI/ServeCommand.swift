import ArgumentParser
import Dispatch
import Glibc
import Logging
import NIOCore
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
            let requests finish, for 10 seconds at most.
            """
    )

    @OptionGroup var options: SharedOptions

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 for any that is free.")
    var port = 5000

    @Option(help: "Create the database and seed it from this SQL file; refused if it has tables.")
    var script: String?

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("There is no port \(port); choose one from 0 to 65535.")
        }
    }

    func run() async throws {
        try await reporting(heedsSignals: true) {
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
            var services: [any Service] = [
                client, LintService(client: client, logger: logger), LastResort(logger: logger),
            ]
            if let path = configuration.adminSocket(port: port) {
                services.append(AdminService(client: client, path: path, logger: logger))
            }
            var group = ServiceGroupConfiguration(
                services: services + [application],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
            // Requests that never end must not keep the server from ending.
            group.maximumGracefulShutdownDuration = .seconds(10)
            do {
                try await ServiceGroup(configuration: group).run()
            } catch is CancellationError {
                logger.warning("requests that had not ended after 10 seconds were given up")
            } catch let error as IOError where error.errnoCode == EADDRINUSE {
                throw PortInUse(host: host, port: port)
            }
        }
    }
}

/// Ends the process although a plugin does not let go of its thread.
private struct LastResort: Service {
    let logger: Logger

    func run() async throws {
        // Or time was up before it was this service's turn, and all are cancelled.
        try? await gracefulShutdown()
        // No task can be relied on any more.
        DispatchQueue(label: "novi.end").asyncAfter(deadline: .now() + 3) {
            logger.error("a plugin does not come to an end; the process ends without it")
            _exit(1)
        }
    }
}

/// Another program listens where the server should.
private struct PortInUse: Error, CustomStringConvertible {
    let host: String
    let port: Int

    var description: String {
        "Another program listens on port \(port) of \(host); stop it, or choose another --port."
    }
}

/// Takes commands of the operator, if it can; the flags are served all the same.
private struct AdminService: Service {
    let client: DbClient
    let path: String
    let logger: Logger

    func run() async throws {
        do {
            try await buildAdminApplication(client: client, path: path, logger: logger).run()
        } catch {
            logger.warning(
                "no commands are taken",
                metadata: ["novi.socket": "\(path)", "novi.reason": "\(error)"]
            )
            try await gracefulShutdown()
        }
    }
}

/// Says at the start what is wrong with the flags.
private struct LintService: Service {
    let client: DbClient
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // The client says meanwhile why it is not ready.
            while !client.isReady, !Task.isCancelled {
                try? await client.waitUntilReady(timeout: .seconds(60))
            }
            for finding in client.snapshot?.findings ?? [] {
                logger.warning("\(finding.summary)")
            }
        }
        try await gracefulShutdown()
    }
}
