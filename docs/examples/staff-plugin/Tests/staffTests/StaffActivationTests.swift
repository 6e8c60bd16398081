import CNovi
import NoviActivationTesting
import Testing

@testable import staff

struct StaffActivationTests {
    @Test func `only people at the domain are staff`() throws {
        let staff = try TestHost().activate(StaffActivation.self, config: "acme.test")
        #expect(staff.evaluate(["email": "a@acme.test"]).isOn)
        #expect(!staff.evaluate(["email": "a@other.test"]).isOn)
    }

    @Test func `the plugin fulfils the contract`() {
        let configs = ["StaffActivation": ["acme.test"]]
        let report = ActivationContract(entry: novi_plugin_v1, configs: configs).run()
        #expect(report.isFulfilled, "\(report)")
    }
}
