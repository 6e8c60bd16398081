import Hummingbird
import HummingbirdTesting
import NoviClient
import Testing

struct WelcomeTests {
    @Test func `the page links to the flags and shows how to ask`() async throws {
        let response = try await ask(InMemoryClient(), .get, "/")
        let page = String(buffer: response.body)
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "text/html; charset=utf-8")
        #expect(page.contains(#"<a href="/flags">"#))
        #expect(page.contains("curl localhost/evaluatedFlags --data"))
    }

    @Test func `there is no icon, and no error`() async throws {
        let response = try await ask(InMemoryClient(), .get, "/favicon.ico", over: .live)
        #expect(response.status == .noContent)
        #expect(response.body.readableBytes == 0)
    }
}
