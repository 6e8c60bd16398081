package import Hummingbird
package import Logging
package import NoviClient

/// Builds the server over a client; it serves while it runs.
///
/// The server is a service, as the client is; in their group it stands after
/// the client, so that it stops first. At a graceful shutdown it takes no more
/// connections, and answers the requests that have begun.
///
/// - Parameters:
///   - client: What decides the flags.
///   - host: The name or the address to listen on.
///   - port: The port to listen on; 0 for any that is free.
///   - logger: Told of each request, at debug level.
///   - onServerRunning: Called with the port, once requests are taken.
/// - Returns: The server.
package func buildApplication(
    client: some BaseClient,
    host: String,
    port: Int,
    logger: Logger,
    onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
) -> some ApplicationProtocol {
    Application(
        responder: RouteTable(
            WelcomeController().routes
                + FlagController(client: client).routes
                + EvaluatedFlagController(client: client).routes
        ),
        // Callers that vanish without a word must not use up the connections.
        server: .http1(configuration: .init(idleTimeout: .seconds(75))),
        configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
        onServerRunning: { await onServerRunning($0.localAddress?.port ?? port) },
        logger: logger
    )
}
