import Hummingbird
import Logging
import NIOCore
import NIOPosix
import NoviClient
import NoviWeb
import ServiceLifecycle
import Testing

struct ShutdownTests {
    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    @Test(.timeLimit(.minutes(10)))
    func `a request that has begun is answered, and then the server ends`() async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "novi.tests") { _ in SwiftLogNoOpLogHandler() }
        let client = try await Shop.client()
        let server = buildApplication(
            client: client,
            host: "127.0.0.1",
            port: 0,
            logger: logger,
            onServerRunning: { port.yield($0) }
        )
        let group = ServiceGroup(configuration: .init(services: [server], logger: logger))
        async let end: Void = group.run()
        let bound = try #require(await ports.first { _ in true })
        let answers = try await connect(to: bound).executeThenClose { inbound, outbound in
            var bytes = inbound.makeAsyncIterator()
            // The answer to the first request shows that the head of the second has arrived.
            try await outbound.write(ByteBuffer(string: Self.firstRequest + Self.secondRequest))
            var text = try await String(buffer: #require(bytes.next()))
            await group.triggerGracefulShutdown()
            try await outbound.write(ByteBuffer(string: "}"))
            while let more = try await bytes.next() { text += String(buffer: more) }
            return text
        }
        try await end
        #expect(answers.ranges(of: "HTTP/1.1 200 OK").count == 2)
        #expect(answers.hasSuffix(#""name":"banner","status":true}"# + "\n"))
    }

    private static let firstRequest = "GET /flags/search HTTP/1.1\r\nHost: novi\r\n\r\n"
    private static let secondRequest =
        "POST /evaluatedFlags/banner HTTP/1.1\r\nHost: novi\r\nContent-Length: 2\r\n\r\n{"

    private func connect(to port: Int) async throws -> Connection {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Connection(wrappingChannelSynchronously: channel)
                }
            }
    }
}
