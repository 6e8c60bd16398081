import ArgumentParser
import AsyncHTTPClient
import Foundation
import Glibc
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

    /// How many seconds an answer may take.
    fileprivate static let timeLimit: Int64 = 20

    /// Whether a server listens there.
    ///
    /// - Throws: An error if none ever can.
    var isThere: Bool {
        get throws {
            guard path.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else {
                throw ServerFault.noSocket(path: path, reason: "the path is too long for a socket")
            }
            var status = stat()
            if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFSOCK {
                throw ServerFault.noSocket(path: path, reason: "what is there is no socket")
            }
            return CommandSocket(path).isListening
        }
    }

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
        guard try isThere else { throw ServerFault.nobody(path: path) }
        guard let url = URL(httpURLWithSocketPath: path, uri: target) else {
            throw ServerFault.noSocket(path: path, reason: "it is no path")
        }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = method
        if let body { request.body = .bytes(ByteBuffer(string: body.jsonText)) }
        do {
            return try await answer(to: request)
        } catch let fault as ServerFault {
            throw fault
        } catch let error as HTTPClientError where error.isTimeout {
            throw ServerFault.busy(path: path)
        } catch {
            guard CommandSocket(path).isListening else { throw ServerFault.nobody(path: path) }
            throw ServerFault.denied(path: path, reason: "it does not answer as Novi's does")
        }
    }

    private func answer(to request: HTTPClientRequest) async throws -> JSONValue {
        let timeout = TimeAmount.seconds(Self.timeLimit)
        let response = try await HTTPClient.shared.execute(request, timeout: timeout)
        let bytes = try await response.body.collect(upTo: 64 << 20)
        let answer = try JSONValue(parsing: String(buffer: bytes))
        guard response.status == .ok else {
            let reason = answer["message"]?.string ?? "it answers \(response.status.code)"
            throw ServerFault.denied(path: path, reason: reason)
        }
        return answer
    }
}

extension HTTPClientError {
    fileprivate var isTimeout: Bool {
        [.deadlineExceeded, .readTimeout, .connectTimeout, .getConnectionFromPoolTimeout]
            .contains(self)
    }
}

/// The server does not do what it was asked.
private enum ServerFault: Error, CustomStringConvertible {
    /// No server can listen at the path.
    case noSocket(path: String, reason: String)
    /// No server listens at the path.
    case nobody(path: String)
    /// It does not answer in time.
    case busy(path: String)
    /// It answers something else.
    case denied(path: String, reason: String)

    var description: String {
        switch self {
        case .noSocket(let path, let reason):
            "No server can be reached at '\(path)': \(reason). Give --port or --socket."
        case .nobody(let path):
            "The server cannot be reached at '\(path)': nobody listens there. Start it, or give "
                + "--port or --socket."
        case .busy(let path):
            "The server at '\(path)' is busy and has not answered for "
                + "\(AdminConnection.timeLimit) seconds; a plugin may not come to an end in its "
                + "create. Ask again, and if nothing changes, take the plugin away and start the "
                + "server anew."
        case .denied(let path, let reason):
            "The server at '\(path)' does not do it: \(reason). Look into its log, or give --port "
                + "or --socket."
        }
    }
}
