import Hummingbird
import HummingbirdTesting
import NoviClient
import Testing

struct RouteTests {
    @Test(arguments: ["/flag", "/flagsx", "//flags", "/Flags", "/evaluatedflags", "/a%2Fb", "*"])
    func `an unknown path is not found`(path: String) async throws {
        let response = try await ask(try await Shop.client(), .get, path, over: .live)
        let message = "Nothing is served at '\(path)'; GET / shows what is."
        #expect(try response.answer == .error(.notFound, "PATH_NOT_FOUND", message))
    }

    @Test(arguments: [
        (HTTPRequest.Method.post, "/", "GET, HEAD"), (.post, "/flags", "GET, HEAD"),
        (.delete, "/flags/banner", "GET, HEAD"), (.options, "/flags", "GET, HEAD"),
        (.get, "/evaluatedFlags", "POST"), (.head, "/evaluatedFlags/banner", "POST"),
        (.put, "/evaluatedFlags/banner", "POST"),
    ])
    func `a method that a path does not have is refused`(
        method: HTTPRequest.Method,
        path: String,
        allowed: String
    ) async throws {
        let response = try await ask(try await Shop.client(), method, path, over: .live)
        #expect(response.headers[.allow] == allowed)
        #expect(response.status == .methodNotAllowed)
        guard method != .head else { return }
        let use = allowed.replacing(", ", with: " or ")
        let message = "'\(path)' does not take \(method.rawValue); use \(use)."
        #expect(try response.answer == .error(.methodNotAllowed, "METHOD_NOT_ALLOWED", message))
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/flags"), (.get, "/flags/banner"),
        (.post, "/evaluatedFlags"), (.post, "/evaluatedFlags/banner"),
    ])
    func `a server that has no flags yet says so`(
        method: HTTPRequest.Method,
        path: String
    ) async throws {
        let response = try await ask(InMemoryClient(), method, path)
        let message = "No flags have been read yet; ask again in a moment."
        #expect(try response.answer == .error(.serviceUnavailable, "PROVIDER_NOT_READY", message))
        #expect(response.headers[.retryAfter] == "1")
    }
}
