internal import Hummingbird
internal import NoviClient

/// Serves the flags as the store has them.
struct FlagController<Client: BaseClient>: Sendable {
    let client: Client

    var routes: [Route] {
        [
            Route(.get, "/flags", respond: list),
            Route(.get, below: "/flags/", respond: show),
        ]
    }

    @Sendable private func list(_ request: Request) throws(WebError) -> Response {
        guard client.isReady else { throw .notReady }
        return Response(json: .array(client.flags().map(\.json)))
    }

    @Sendable private func show(_ request: Request, name: String) throws(WebError) -> Response {
        Response(json: try client.find(name).json)
    }
}

extension BaseClient {
    /// Finds a flag, or says why there is none.
    func find(_ name: String) throws(WebError) -> Flag {
        if let flag = flag(named: name) { return flag }
        throw isReady ? .flagNotFound(name: name) : .notReady
    }
}
