import NoviClient

/// Says yes to callers with the plan that is its config.
struct PlanActivation: BaseActivation {
    let plan: String

    init(config: String) { plan = config }

    func evaluate(_ context: ActivationContext) -> Bool { context["plan"].string == plan }
}

/// A client with one flag of each kind.
enum Shop {
    static func client() async throws -> InMemoryClient {
        try await InMemoryClient.ready(flags, classes: ActivationClass(PlanActivation.self))
    }

    /// Needs the plan "pro".
    static let checkout = Flag(
        id: 1,
        name: "new-checkout",
        status: true,
        activations: [
            Activation(id: 7, name: "pro only", className: "tests.PlanActivation", config: "pro")
        ]
    )
    /// On for everybody.
    static let banner = Flag(id: 2, name: "banner", status: true)
    /// Off for everybody.
    static let search = Flag(id: 3, name: "search", status: false)
    /// Cannot be evaluated, because its class is missing.
    static let broken = Flag(
        id: 4,
        name: "broken",
        status: true,
        activations: [
            Activation(
                id: 9,
                name: "日本 \"9\"",
                className: "lost.Activation",
                config: #"{"path": "C:\\temp\n"}"#
            )
        ]
    )
    static let flags = [checkout, banner, search, broken]
}

extension Shop {
    /// The flags as the server shows them; these are on.
    static func json(enabled: [Int64]) throws -> JSONValue {
        .array(try flags.map { try json($0, isOn: enabled.contains($0.id)) })
    }

    /// A flag as the server shows it.
    static func json(_ flag: Flag, isOn: Bool) throws -> JSONValue {
        let activations: [Int64: String] = [
            7: """
            {"class_name": "tests.PlanActivation", "config": "pro", "id": 7, "name": "pro only"}
            """,
            9: #"""
            {"class_name": "lost.Activation", "config": "{\"path\": \"C:\\\\temp\\n\"}",
            "id": 9, "name": "日本 \"9\""}
            """#,
        ]
        let list = flag.activations.compactMap { activations[$0.id] }.joined()
        return try JSONValue(
            parsing: """
                {"activations": [\(list)], "id": \(flag.id), "name": "\(flag.name)",
                "status": \(isOn)}
                """
        )
    }
}
