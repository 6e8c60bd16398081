import Hummingbird

/// The least that the HTTP library can do: what Novi's server is measured
/// against.
@main
struct HelloServer {
    static func main() async throws {
        let router = Router()
        router.get("hello") { _, _ in "Hello, world!" }
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0))
        )
        try await application.runService()
    }
}
