internal import Hummingbird
internal import NoviClient

/// Why a request is not answered as it asks.
enum WebError: Error {
    /// No flag has this name.
    case flagNotFound(name: String)
    /// No flags have been read yet.
    case notReady
    /// The body is not a context.
    case invalidContext(EvaluationError)
    /// The body is larger than a context may be.
    case bodyTooLarge(limit: Int)
    /// The body did not arrive whole.
    case unreadableBody
    /// Nothing is served at this path.
    case pathNotFound(String)
    /// What is served at this path has no such method.
    case methodNotAllowed(HTTPRequest.Method, path: String, allowed: [HTTPRequest.Method])
}

extension WebError {
    /// The status of the answer.
    var status: HTTPResponse.Status {
        switch self {
        case .flagNotFound, .pathNotFound: .notFound
        case .notReady: .serviceUnavailable
        case .invalidContext, .unreadableBody: .badRequest
        case .bodyTooLarge: .contentTooLarge
        case .methodNotAllowed: .methodNotAllowed
        }
    }

    /// The header fields of the answer.
    var headers: HTTPFields {
        switch self {
        case .notReady: [.retryAfter: "1"]
        case .methodNotAllowed(_, _, let allowed):
            [.allow: allowed.map(\.rawValue).joined(separator: ", ")]
        default: [:]
        }
    }

    /// The kind of failure, for programs; OpenFeature's word where it has one.
    var code: String {
        switch self {
        case .flagNotFound: EvaluationError.Code.flagNotFound.rawValue
        case .notReady: EvaluationError.Code.providerNotReady.rawValue
        case .invalidContext(let error): error.code.rawValue
        case .bodyTooLarge: "BODY_TOO_LARGE"
        case .unreadableBody: EvaluationError.Code.parseError.rawValue
        case .pathNotFound: "PATH_NOT_FOUND"
        case .methodNotAllowed: "METHOD_NOT_ALLOWED"
        }
    }
}

extension WebError: CustomStringConvertible {
    /// One sentence for people.
    var description: String {
        switch self {
        case .flagNotFound(let name):
            "There is no flag '\(name)'; GET /flags lists those that there are."
        case .notReady:
            "No flags have been read yet; ask again in a moment."
        case .invalidContext(let error):
            error.message
        case .bodyTooLarge(let limit):
            "The body has more than \(limit) bytes; send a smaller context."
        case .unreadableBody:
            "The body did not arrive whole; send the request again."
        case .pathNotFound(let path):
            "Nothing is served at '\(path)'; GET / shows what is."
        case .methodNotAllowed(let method, let path, let allowed):
            "'\(path)' does not take \(method.rawValue); "
                + "use \(allowed.map(\.rawValue).joined(separator: " or "))."
        }
    }
}

extension Response {
    /// Answers with an error.
    init(_ error: WebError) {
        let body: JSONValue = [
            "error": ["code": .string(error.code), "message": .string("\(error)")]
        ]
        self.init(status: error.status, headers: error.headers, json: body)
    }
}
