import CNovi
import NoviActivation
import NoviActivationTesting
import Testing

@testable import plugin_name

struct PluginNameActivationTests {
    private static let config = #"{"attribute": "plan", "values": ["team", "enterprise"]}"#

    @Test func `the plugin fulfils the contract`() {
        let report = ActivationContract(
            entry: { novi_plugin_v1($0) },
            configs: ["PluginNameActivation": [Self.config]],
            contexts: [["plan": "team"], ["plan": "free"]]
        ).run()
        #expect(report.isFulfilled, "\(report)")
    }

    @Test func `a listed value is on, and the variant`() throws {
        let rule = try TestHost().activate(PluginNameActivation.self, config: Self.config)
        #expect(rule.evaluate(["plan": "team"]).variant == "team")
        #expect(rule.evaluate(["plan": "free"]).verdict == .off)
    }

    @Test(arguments: [[:], ["plan": 42], ["PLAN": "team"]] as [JSONObject])
    func `a caller without the attribute gets no opinion`(context: JSONObject) throws {
        let rule = try TestHost().activate(PluginNameActivation.self, config: Self.config)
        #expect(rule.evaluate(context).verdict == .abstain)
    }

    @Test func `a config that makes no sense says what to write`() {
        let error = #expect(throws: ActivationError.self) {
            try TestHost().activate(PluginNameActivation.self, config: "{}")
        }
        #expect(error?.message.contains("; write ") == true)
    }
}
