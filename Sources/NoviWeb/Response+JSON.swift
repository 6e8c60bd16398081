internal import Hummingbird
internal import NoviClient

extension Response {
    /// Answers with JSON and, as the original does, a line break.
    init(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], json: JSONValue) {
        var bytes: [UInt8] = []
        json.write(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        var headers = headers
        headers[.contentType] = "application/json"
        self.init(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
