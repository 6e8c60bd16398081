import NoviActivation
import Testing

@testable import plugin_name

struct ValueListTests {
    @Test func `values have their places`() throws {
        let config: JSONValue = ["attribute": "plan", "values": ["team", "enterprise"]]
        let list = try ValueList(config)
        #expect(list.attribute == "plan")
        #expect(list.place(of: "team") == 0)
        #expect(list.place(of: "enterprise") == 1)
        #expect(list.place(of: "free") == nil)
    }

    @Test(
        arguments: [
            nil, [], [:], ["attribute": "", "values": ["a"]], ["attribute": "plan"],
            ["attribute": "plan", "values": []], ["attribute": "plan", "values": ["a", 1]],
        ] as [JSONValue]
    )
    func `a config that lacks something is refused`(config: JSONValue) throws {
        let error = #expect(throws: ActivationError.self) { try ValueList(config) }
        #expect(error?.code == .config)
        #expect(error?.message.contains("; write ") == true)
    }
}
