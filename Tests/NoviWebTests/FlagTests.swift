import Hummingbird
import HummingbirdTesting
import NoviClient
import Testing

struct FlagTests {
    @Test func `all flags come with their stored status`() async throws {
        let response = try await ask(try await Shop.client(), .get, "/flags")
        #expect(try response.answer == .ok(try Shop.json(enabled: [1, 2, 4])))
    }

    @Test(arguments: Shop.flags)
    func `a flag comes with its stored status`(flag: Flag) async throws {
        let response = try await ask(try await Shop.client(), .get, "/flags/\(flag.name)")
        #expect(try response.answer == .ok(try Shop.json(flag, isOn: flag.status)))
    }

    @Test func `a flag is written as Flask writes it`() async throws {
        let client = try await Shop.client()
        let response = try await ask(client, .get, "/flags/new-checkout", over: .live)
        let body = """
            {"activations":[{"class_name":"tests.PlanActivation","config":"pro","id":7,\
            "name":"pro only"}],"id":1,"name":"new-checkout","status":true}

            """
        #expect(String(buffer: response.body) == body)
        #expect(response.headers[.contentType] == "application/json")
        #expect(response.headers[.contentLength] == "\(body.utf8.count)")
    }

    @Test func `a server without flags has an empty list`() async throws {
        let response = try await ask(try await InMemoryClient.ready([]), .get, "/flags")
        #expect(try response.answer == .ok([]))
    }

    @Test(arguments: ["/", "/favicon.ico", "/flags", "/flags/banner", "/flags/none", "/none"])
    func `HEAD answers as GET does, without a body`(path: String) async throws {
        let client = try await Shop.client()
        let get = try await ask(client, .get, path, over: .live)
        let head = try await ask(client, .head, path, over: .live)
        #expect(head.status == get.status)
        #expect(head.headers[.contentLength] == get.headers[.contentLength])
        #expect(head.headers[.contentType] == get.headers[.contentType])
        #expect(head.body.readableBytes == 0)
    }
}
