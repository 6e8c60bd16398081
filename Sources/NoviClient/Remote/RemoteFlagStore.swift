internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NoviActivation
internal import NoviCore
internal import Synchronization

/// The flags of a server, as `GET /flags` gives them.
struct RemoteFlagStore: FlagStore {
    /// How long a server may take to begin to answer, and to go on with it.
    private static let timeout: TimeAmount = .seconds(5)
    /// How large an answer may be.
    private static let limit = 256 << 20

    private let url: String
    private let interval: Duration
    private let versions = VersionCounter()

    init(url: String, interval: Duration) {
        var url = url[...]
        while url.hasSuffix("/") { url.removeLast() }
        self.url = url.hasSuffix("/flags") ? String(url) : url + "/flags"
        self.interval = interval
    }

    func watch(_ deliver: @escaping @Sendable (FlagStoreEvent) async -> Void) async {
        // It throws only what the body throws, which throws nothing.
        try? await HTTPClient.withHTTPClient(configuration: Self.configuration) { http in
            await watch(http, deliver)
        }
    }

    private func watch(
        _ http: HTTPClient,
        _ deliver: @escaping @Sendable (FlagStoreEvent) async -> Void
    ) async {
        var last: Result<ByteBuffer, FlagStoreError>?
        while !Task.isCancelled {
            let answer = await fetch(http)
            if answer != last, !Task.isCancelled {
                last = answer
                await deliver(event(answer))
            }
            // Only cancellation ends the sleep early, and the loop looks for it.
            try? await Task.sleep(for: interval)
        }
    }

    func load() async throws -> FlagSet {
        try await HTTPClient.withHTTPClient(configuration: Self.configuration) { http in
            try flags(try await fetch(http).get())
        }
    }

    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: timeout, read: timeout)
        // The next look at the server is another try.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private func event(_ answer: Result<ByteBuffer, FlagStoreError>) -> FlagStoreEvent {
        do throws(FlagStoreError) {
            return .flags(try flags(try answer.get()))
        } catch {
            return .unavailable(error)
        }
    }

    /// Asks the server.
    private func fetch(_ http: HTTPClient) async -> Result<ByteBuffer, FlagStoreError> {
        do {
            let request = HTTPClientRequest(url: url)
            let response = try await http.execute(request, timeout: Self.timeout)
            guard response.status == .ok else {
                let text = "'\(url)' answered \(response.status); is it the URL of a Novi server?"
                return .failure(FlagStoreError(text))
            }
            return .success(try await response.body.collect(upTo: Self.limit))
        } catch let error as HTTPClientError {
            return .failure(
                FlagStoreError("'\(url)' cannot be reached: \(error.shortDescription).")
            )
        } catch {
            return .failure(FlagStoreError("'\(url)' cannot be reached: \(error)."))
        }
    }

    /// Reads an answer.
    private func flags(_ body: ByteBuffer) throws(FlagStoreError) -> FlagSet {
        do {
            let json = try body.withUnsafeReadableBytes { try JSONValue(parsing: $0) }
            guard let list = json.array else { throw FlagFormError.notAList }
            return FlagSet(try list.map(Flag.init(json:)), version: versions.next())
        } catch {
            throw FlagStoreError("'\(url)' did not answer with flags: \(error)")
        }
    }
}

/// Counts the states that were read.
private final class VersionCounter: Sendable {
    private let count = Atomic<UInt64>(0)

    func next() -> UInt64 { count.add(1, ordering: .relaxed).newValue }
}
