internal import Hummingbird

/// What answers requests with one method, for one path or for all below it.
struct Route: Sendable {
    /// The paths of a route.
    enum Path: Sendable {
        /// This path and no other.
        case exactly(String)
        /// Whatever begins with this; the rest is a name.
        case below(String)
    }

    let method: HTTPRequest.Method
    let path: Path
    let respond: @Sendable (Request, _ name: String) async throws(WebError) -> Response

    /// Answers requests for one path.
    init(
        _ method: HTTPRequest.Method,
        _ path: String,
        respond: @escaping @Sendable (Request) async throws(WebError) -> Response
    ) {
        self.method = method
        self.path = .exactly(path)
        self.respond = { request, _ throws(WebError) in try await respond(request) }
    }

    /// Answers requests for a name: all that follows in the path, decoded.
    init(
        _ method: HTTPRequest.Method,
        below path: String,
        respond: @escaping @Sendable (Request, _ name: String) async throws(WebError) -> Response
    ) {
        self.method = method
        self.path = .below(path)
        self.respond = respond
    }

    /// Finds the name in a path that has not been decoded.
    ///
    /// - Parameter path: The path of a request.
    /// - Returns: The name, empty if the route has none; nil if the path is
    ///   not of this route.
    func name(in path: String) -> String? {
        // Bytes, because a Swift character may span the slash and what follows it.
        switch self.path {
        case .exactly(let own):
            path.utf8.elementsEqual(own.utf8) ? "" : nil
        case .below(let own):
            path.utf8.starts(with: own.utf8)
                ? String(percentDecoding: path.utf8.dropFirst(own.utf8.count)) : nil
        }
    }

    /// Tells whether the route answers requests with a method.
    func answers(_ method: HTTPRequest.Method) -> Bool {
        self.method == method || (self.method == .get && method == .head)
    }
}
