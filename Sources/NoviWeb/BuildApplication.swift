package import Hummingbird
package import Logging
package import NoviClient

/// Builds the server over a client; it serves while it runs.
///
/// The server is a service like the client, and belongs into the same group,
/// after it. When the group shuts down gracefully, it takes no more
/// connections and answers the requests that it has.
///
/// - Parameters:
///   - client: What decides the flags.
///   - host: The name or the address to listen on.
///   - port: The port to listen on; 0 for any that is free.
///   - logger: Told of each request, at debug level, and of what goes wrong.
///   - onServerRunning: Called with the port once requests are answered.
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
        configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
        onServerRunning: { await onServerRunning($0.localAddress?.port ?? port) },
        logger: logger
    )
}
