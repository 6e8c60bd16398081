internal import Hummingbird

/// Serves the page for people who open the server's address in a browser.
struct WelcomeController: Sendable {
    var routes: [Route] {
        [
            Route(.get, "/", respond: page),
            Route(.get, "/favicon.ico", respond: icon),
        ]
    }

    @Sendable private func page(_ request: Request) -> Response {
        let page = WelcomePage(authority: request.head.authority ?? "")
        return Response(
            status: .ok,
            headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: page.html))
        )
    }

    @Sendable private func icon(_ request: Request) -> Response {
        // Browsers ask of their own accord; a 404 would look like a fault in their tools.
        Response(status: .noContent)
    }
}
