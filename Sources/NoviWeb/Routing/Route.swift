internal import Hummingbird

/// What answers requests with a method, for one path or for all below it.
struct Route: Sendable {
    /// The paths of a route.
    enum Path: Sendable {
        /// This path and no other.
        case exactly(String)
        /// Whatever begins with this; what follows is a name.
        case below(String)
    }

    let path: Path
    /// The method, and HEAD beside GET.
    let methods: [HTTPRequest.Method]
    let respond: @Sendable (Request, _ name: String) async throws(WebError) -> Response

    /// Answers requests for one path.
    init(
        _ method: HTTPRequest.Method,
        _ path: String,
        respond: @escaping @Sendable (Request) async throws(WebError) -> Response
    ) {
        self.init(method, .exactly(path)) { request, _ throws(WebError) in
            try await respond(request)
        }
    }

    /// Answers requests for a name: all that follows in the path, decoded.
    init(
        _ method: HTTPRequest.Method,
        below path: String,
        respond: @escaping @Sendable (Request, _ name: String) async throws(WebError) -> Response
    ) {
        self.init(method, .below(path), respond: respond)
    }

    private init(
        _ method: HTTPRequest.Method,
        _ path: Path,
        respond: @escaping @Sendable (Request, _ name: String) async throws(WebError) -> Response
    ) {
        self.path = path
        self.respond = respond
        methods = method == .get ? [.get, .head] : [method]
    }

    /// Finds the name in the path of a request, which has not been decoded.
    ///
    /// - Parameter path: The path.
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
}
