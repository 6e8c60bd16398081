internal import Foundation
package import Hummingbird
package import Logging
package import NoviClient
internal import NoviCore

/// Builds what takes commands of the operator, on a Unix socket that only this
/// user can reach.
///
/// - Parameters:
///   - client: What decides the flags.
///   - path: The path of the socket; one that nobody listens on is replaced.
///   - logger: Told of each request, at debug level.
/// - Returns: The service.
/// - Throws: ``NoRoom`` if nothing can listen there, which is no reason for not
///   serving flags.
package func buildAdminApplication(
    client: some StoreClient,
    path: String,
    logger: Logger
) throws -> some ApplicationProtocol {
    let place = CommandSocket(path)
    if let reason = place.makeRoom() { throw NoRoom(description: reason) }
    guard let draft = place.makeDraft() else { throw NoRoom(description: "it cannot be made") }
    return Application(
        responder: RouteTable(PluginController(client: client).routes),
        configuration: ApplicationConfiguration(address: .unixDomainSocket(path: draft.path)),
        onServerRunning: { _ in
            if draft.move(to: place) {
                logger.info("commands are taken", metadata: ["novi.socket": "\(path)"])
            } else {
                logger.warning("no commands are taken", metadata: ["novi.socket": "\(path)"])
            }
        },
        logger: logger
    )
}

/// Why nothing can listen on a socket.
package struct NoRoom: Error, CustomStringConvertible {
    /// What is in the way, as in "because …".
    package let description: String
}

/// Shows and renews the plugins of a running server.
struct PluginController<Client: StoreClient>: Sendable {
    let client: Client

    var routes: [Route] {
        [
            Route(.get, "/plugins", respond: list),
            Route(.post, "/plugins/reload", respond: reload),
            Route(.post, "/plugins/retry", respond: retry),
        ]
    }

    @Sendable private func list(_ request: Request) async throws(WebError) -> Response {
        Response(json: await client.catalog.json)
    }

    @Sendable private func reload(_ request: Request) async throws(WebError) -> Response {
        Response(json: await client.reloadPlugins().json)
    }

    @Sendable private func retry(_ request: Request) async throws(WebError) -> Response {
        let module = try await request.body(upTo: 4096)["module"]?.string
        let files = await client.plugins.filter { module == nil || $0.module == module }
        return Response(json: await client.reloadPlugins(retrying: files).json)
    }
}

extension Request {
    /// The body as JSON; null if it is empty.
    fileprivate func body(upTo limit: Int) async throws(WebError) -> JSONValue {
        do {
            let bytes = try await body.collect(upTo: limit)
            return bytes.readableBytes == 0 ? .null : try JSONValue(parsing: String(buffer: bytes))
        } catch {
            throw .unreadableBody
        }
    }
}
