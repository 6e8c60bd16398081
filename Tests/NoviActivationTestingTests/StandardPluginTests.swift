import AndActivation
import DateTimeActivation
import NoviActivation
import NoviActivationTesting
import OrActivation
import Testing
import WeightedRandomActivation

/// Whether what ships with Novi does what it asks of others.
struct StandardPluginTests {
    private static let host = TestHost(activations: [
        1: .success(.on), 2: .success(.off), 3: .success(.abstain),
        4: .success(.on(variant: Variant("blue"), value: ["a": 1], reason: .split)),
        5: .failure(.invalidContext("The context has no seed.")),
    ])

    private static let combinations: [String] = [
        "[]", "[1]", "[1, 4]", "[4, 2]", "[3, 1]", "[5]", "[5, 1, 2]", "[4, 4]",
    ]

    private static let windows = [
        #"{"startDateTime": "11/26/2023 12:00 AM", "endDateTime": "11/28/2023 12:00 AM", "format": "%m/%d/%Y %I:%M %p"}"#,
        #"{"startDateTime": "2026-12-01", "endDateTime": "2027-01-01", "format": "%Y-%m-%d"}"#,
        #"{"startDateTime": "1 Mon +01:00", "endDateTime": "2 Sun Z", "format": "%W %a %z"}"#,
    ]

    private static let draws = [
        #"{"splits": [70, 20, 10], "variations": ["A", "B", "C"]}"#,
        #"{"splits": [1, 1], "variations": [{"size": 1}, null], "assign": true}"#,
        #"{"splits": [0.5, -1, 1e3], "variations": "abc", "assign": true}"#,
    ]

    private static func contract(isolated: Bool) -> ActivationContract {
        ActivationContract(
            ActivationClass(AndActivation.self),
            ActivationClass(OrActivation.self),
            ActivationClass(DateTimeActivation.self),
            ActivationClass(WeightedRandomActivation.self),
            host: host,
            configs: [
                "AndActivation": combinations,
                "OrActivation": combinations,
                "DateTimeActivation": windows,
                "WeightedRandomActivation": draws,
            ],
            contexts: [
                ["currentDateTime": "11/27/2023 01:00 PM"], ["seed": "user-42", "variant": "A"],
            ],
            isolated: isolated
        )
    }

    @Test func `the standard activations fulfil the contract`() {
        let report = Self.contract(isolated: false).run()
        #expect(report.isFulfilled, "\(report)")
    }

    @Test func `they do so in a process of their own`() async {
        await #expect(processExitsWith: .success) {
            let report = Self.contract(isolated: true).run()
            #expect(report.isFulfilled, "\(report)")
        }
    }

    @Test func `the examples in their schemas work`() {
        let report = ActivationContract(
            ActivationClass(DateTimeActivation.self),
            ActivationClass(WeightedRandomActivation.self)
        ).run()
        #expect(report.isFulfilled, "\(report)")
        let accepted = report.checks.filter { $0.id == "create.accepts" }.map(\.outcome)
        #expect(accepted == [.passed, .passed])
    }
}
