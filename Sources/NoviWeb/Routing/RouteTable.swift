internal import Hummingbird
internal import Logging

/// Finds the route of each request, and makes an answer of what it throws.
///
/// Hummingbird's own router takes a path apart at its slashes and drops empty
/// parts, which would make one name of `a/b` and `a//b`; here the bytes decide.
struct RouteTable: HTTPResponder {
    private let routes: [Route]

    init(_ routes: [Route]) { self.routes = routes }

    func respond(to request: Request, context: RequestLogger) async -> Response {
        let response = await answer(request)
        context.logger.debug(
            "request answered",
            metadata: [
                "novi.method": "\(request.method)",
                "novi.path": "\(request.uri.path)",
                "novi.status": "\(response.status.code)",
            ]
        )
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request) async -> Response {
        do throws(WebError) {
            return try await route(request)
        } catch {
            return Response(error)
        }
    }

    private func route(_ request: Request) async throws(WebError) -> Response {
        let path = request.uri.path
        var allowed: [HTTPRequest.Method] = []
        for route in routes {
            guard let name = route.name(in: path) else { continue }
            if route.methods.contains(request.method) {
                return try await route.respond(request, name)
            }
            allowed += route.methods
        }
        throw allowed.isEmpty
            ? WebError.pathNotFound(path)
            : WebError.methodNotAllowed(request.method, path: path, allowed: allowed)
    }
}

/// What a request carries besides itself.
struct RequestLogger: InitializableFromSource {
    let logger: Logger

    init(source: ApplicationRequestContextSource) { logger = source.logger }
}
