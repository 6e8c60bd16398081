internal import Hummingbird
internal import NoviClient

/// Serves the flags as they are for the context in the request's body.
///
/// A flag that cannot be evaluated is off.
struct EvaluatedFlagController<Client: BaseClient>: Sendable {
    let client: Client

    var routes: [Route] {
        [
            Route(.post, "/evaluatedFlags", respond: list),
            Route(.post, below: "/evaluatedFlags/", respond: show),
        ]
    }

    @Sendable private func list(_ request: Request) async throws(WebError) -> Response {
        let context = try await request.evaluationContext()
        guard client.isReady else { throw .notReady }
        let flags = client.evaluateAll(context: context)
        return Response(json: .array(flags.map { $0.flag.json(status: $0.evaluation.isOn) }))
    }

    @Sendable private func show(
        _ request: Request,
        name: String
    ) async throws(WebError) -> Response {
        let context = try await request.evaluationContext()
        let flag = try client.find(name)
        return Response(json: flag.json(status: client.isEnabled(name, context: context)))
    }
}
