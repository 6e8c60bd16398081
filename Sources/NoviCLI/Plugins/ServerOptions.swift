import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NoviClient

/// Which running server a command speaks with.
struct ServerOptions: ParsableArguments {
    @Option(help: "The port of the server.")
    var port = 5000

    @Option(help: "The admin socket of the server, if it is not where it is by default.")
    var socket: String?

    /// The way to the server.
    ///
    /// - Parameter configuration: Says where the socket is.
    /// - Returns: The way; whether somebody is there is not known yet.
    /// - Throws: An error if no path can be had.
    func connection(_ configuration: NoviConfiguration) throws -> AdminConnection {
        guard let path = socket ?? configuration.adminSocket(port: port) else {
            throw NoSocket()
        }
        return AdminConnection(path: path)
    }
}

/// Nothing says where the admin socket is.
private struct NoSocket: Error, CustomStringConvertible {
    let description =
        "There is no folder for the admin socket; give its path with --socket, or set "
        + "admin_socket under [server] in novi.ini."
}

/// The way to a running server of this user.
struct AdminConnection {
    let path: String

    /// Whether a server listens there.
    var isThere: Bool { CommandSocket(path).isListening }

    /// Asks the server.
    func get(_ target: String) async throws -> JSONValue { try await send(.GET, target, nil) }

    /// Has the server do something.
    func post(_ target: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        try await send(.POST, target, body)
    }

    private func send(
        _ method: HTTPMethod,
        _ target: String,
        _ body: JSONValue?
    ) async throws -> JSONValue {
        guard let url = URL(httpURLWithSocketPath: path, uri: target) else {
            throw NotReached(path: path, reason: "it is no path")
        }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = method
        if let body { request.body = .bytes(ByteBuffer(string: body.jsonText)) }
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
            let bytes = try await response.body.collect(upTo: 64 << 20)
            let answer = try JSONValue(parsing: String(buffer: bytes))
            guard response.status == .ok else {
                throw NotReached(
                    path: path,
                    reason: answer["message"]?.string ?? "it answers \(response.status.code)"
                )
            }
            return answer
        } catch let error as NotReached {
            throw error
        } catch {
            throw NotReached(path: path, reason: "nobody listens there")
        }
    }
}

/// The server does not do what it was asked.
private struct NotReached: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String {
        "The server cannot be reached at '\(path)': \(reason). Start it, or give --port or --socket."
    }
}
