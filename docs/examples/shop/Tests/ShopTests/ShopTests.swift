import NoviClient
import Testing

@testable import Shop

struct ShopTests {
    private static let checkouts = Activation(
        id: 1,
        name: "three checkouts",
        className: "novi_activations.standard.weighted_random_activation.WeightedRandomActivation",
        config: """
            {"splits": [50, 30, 20], "variations": ["classic", "one-page", "express"], "assign": true}
            """
    )

    @Test func `a customer always gets the same checkout, and not all get the same one`()
        async throws
    {
        let flag = Flag(id: 1, name: "new-checkout", status: true, activations: [Self.checkouts])
        try await InMemoryClient([flag]).whileRunning { client in
            let checkouts = (0..<100).map { Shop.checkout(for: "user-\($0)", client) }
            #expect(checkouts == (0..<100).map { Shop.checkout(for: "user-\($0)", client) })
            #expect(Set(checkouts) == ["classic", "one-page", "express"])
        }
    }

    @Test func `a customer gets the classic checkout while there are no flags`() {
        #expect(Shop.checkout(for: "user-42", InMemoryClient()) == "classic")
    }

    @Test func `no plugin is used that was not tried in a process of its own`() async throws {
        var settings = PluginSettings()
        settings.policy.probe = .enforce
        try await InMemoryClient(plugins: settings).whileRunning { client in
            #expect(await client.plugins.count { $0.state == .loaded } == 4)
        }
    }
}
