import Hummingbird
import HummingbirdTesting
import Logging
import NoviClient
import NoviWeb

/// What a test looks at in a response.
struct Answer: Equatable {
    let status: HTTPResponse.Status
    let json: JSONValue

    static func ok(_ json: JSONValue) -> Answer { Answer(status: .ok, json: json) }

    static func error(_ status: HTTPResponse.Status, _ code: String, _ message: String) -> Answer {
        let error: JSONValue = ["code": .string(code), "message": .string(message)]
        return Answer(status: status, json: ["error": error])
    }
}

/// Builds a server over a client, and asks it once; the path is sent as it is.
func ask(
    _ client: some BaseClient,
    _ method: HTTPRequest.Method,
    _ path: String,
    body: String? = nil,
    over setup: TestingSetup = .router
) async throws -> TestResponse {
    let logger = Logger(label: "novi.tests") { _ in SwiftLogNoOpLogHandler() }
    let server = buildApplication(client: client, host: "127.0.0.1", port: 0, logger: logger)
    return try await server.test(setup) { http in
        try await http.executeRequest(
            uri: path,
            method: method,
            headers: [:],
            body: body.map { ByteBuffer(string: $0) }
        )
    }
}

extension InMemoryClient {
    /// A client that has read its flags.
    static func ready(_ flags: [Flag], classes: ActivationClass...) async throws -> InMemoryClient {
        let builtIn = classes.map { BuiltInClasses("tests", $0) }
        let client = InMemoryClient(flags, activations: [], builtIn: builtIn)
        try await client.load()
        return client
    }
}

extension TestResponse {
    /// The status, and the body read as JSON.
    var answer: Answer {
        get throws { Answer(status: status, json: try JSONValue(parsing: String(buffer: body))) }
    }
}
