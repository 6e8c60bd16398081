import Hummingbird
import HummingbirdTesting
import NoviClient
import Testing

struct EvaluatedFlagTests {
    @Test(arguments: [(#"{"plan": "pro"}"#, [1, 2]), (#"{"plan": "free"}"#, [2])])
    func `all flags come with their evaluated status`(
        context: String,
        enabled: [Int64]
    ) async throws {
        let client = try await Shop.client()
        let response = try await ask(client, .post, "/evaluatedFlags", body: context)
        #expect(try response.answer == .ok(try Shop.json(enabled: enabled)))
    }

    @Test(arguments: zip(Shop.flags, [true, true, false, false]))
    func `a flag comes with its evaluated status`(flag: Flag, isOn: Bool) async throws {
        let client = try await Shop.client()
        let path = "/evaluatedFlags/\(flag.name)"
        let response = try await ask(client, .post, path, body: #"{"plan": "pro"}"#)
        #expect(try response.answer == .ok(try Shop.json(flag, isOn: isOn)))
    }

    @Test(arguments: [nil, "", " \n", "null", "{}"])
    func `no body and null are the empty context`(body: String?) async throws {
        let response = try await ask(try await Shop.client(), .post, "/evaluatedFlags", body: body)
        #expect(try response.answer == .ok(try Shop.json(enabled: [2])))
    }

    @Test(arguments: [
        ("{", "PARSE_ERROR"), ("plan=pro", "PARSE_ERROR"), ("{\"a\": \"\u{0}\"}", "PARSE_ERROR"),
        ("[1]", "INVALID_CONTEXT"), ("\"pro\"", "INVALID_CONTEXT"), ("1", "INVALID_CONTEXT"),
    ])
    func `a body that is no JSON object is refused`(body: String, code: String) async throws {
        let client = try await Shop.client()
        for path in ["/evaluatedFlags", "/evaluatedFlags/banner"] {
            let answer = try await ask(client, .post, path, body: body).answer
            #expect(answer.status == .badRequest)
            #expect(answer.json["error"]?["code"] == .string(code))
        }
    }

    @Test func `a context may have a mebibyte, and no more`() async throws {
        let client = try await Shop.client()
        let context = #"{"plan": "pro"}"#
        let largest = context + String(repeating: " ", count: 1_048_576 - context.utf8.count)
        let path = "/evaluatedFlags/new-checkout"
        let whole = try await ask(client, .post, path, body: largest, over: .live)
        #expect(try whole.answer == .ok(try Shop.json(Shop.checkout, isOn: true)))
        let refused = try await ask(client, .post, path, body: largest + " ", over: .live)
        let message = "The body has more than 1048576 bytes; send a smaller context."
        #expect(try refused.answer == .error(.contentTooLarge, "BODY_TOO_LARGE", message))
    }
}
