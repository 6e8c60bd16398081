internal import Hummingbird
internal import NoviClient

extension Request {
    /// How many bytes a context may have: a mebibyte.
    private static let contextLimit = 1 << 20

    /// Reads the context that is the body, whatever the body's type is said to be.
    func evaluationContext() async throws(WebError) -> EvaluationContext {
        let body = try await contextBody()
        do throws(EvaluationError) {
            return try body.withUnsafeReadableBytes { bytes throws(EvaluationError) in
                try EvaluationContext(json: bytes)
            }
        } catch {
            throw .invalidContext(error)
        }
    }

    private func contextBody() async throws(WebError) -> ByteBuffer {
        do {
            return try await body.collect(upTo: Self.contextLimit)
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            throw .bodyTooLarge(limit: Self.contextLimit)
        } catch {
            // Not HTTP, or the connection is lost: whoever is still there should know.
            throw .unreadableBody
        }
    }
}
