import AndActivation
import DateTimeActivation
import NoviActivation
import NoviActivationTesting
import OrActivation
import Testing

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

    private static func contract(isolated: Bool) -> ActivationContract {
        ActivationContract(
            ActivationClass(AndActivation.self),
            ActivationClass(OrActivation.self),
            ActivationClass(DateTimeActivation.self),
            host: host,
            configs: [
                "AndActivation": combinations,
                "OrActivation": combinations,
                "DateTimeActivation": windows,
            ],
            contexts: [["currentDateTime": "11/27/2023 01:00 PM"]],
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
}
