import CNovi
import NoviActivation
import NoviActivationTesting
import Synchronization
import Testing

/// Counts its instances, and those of its calls that run at the same time.
private final class CountingActivation: BaseActivation {
    static let traits: ActivationTraits = .serial
    static let made = Atomic<Int>(0)
    static let ended = Atomic<Int>(0)
    static let overlaps = Atomic<Int>(0)
    private let running = Atomic<Int>(0)

    init(config: String) { Self.made.add(1, ordering: .relaxed) }
    deinit { Self.ended.add(1, ordering: .relaxed) }

    func evaluate(_ context: ActivationContext) -> Bool {
        let others = running.add(1, ordering: .relaxed).oldValue
        if others > 0 { Self.overlaps.add(1, ordering: .relaxed) }
        running.subtract(1, ordering: .relaxed)
        return context["a"].boolean ?? false
    }
}

private struct ExampleActivation: BaseActivation {
    static let configSchema = #"{"examples": [{"plan": "team"}], "default": "x"}"#
    init(config: JSONValue) throws {
        guard config["plan"] != nil || config == "x" else { throw ActivationError.config("No.") }
    }
    func evaluate(_ context: ActivationContext) -> Bool { true }
}

private struct PropertyActivation: BaseActivation {
    static let configSchema = """
        {
          "required": ["plan", "share"],
          "properties": {
            "plan": {"enum": ["team", "free"]},
            "share": {"type": "number", "default": 0.5},
            "limits": {"properties": {"seats": {"examples": [3]}}},
            "note": {"type": "string"}
          }
        }
        """
    init(config: JSONValue) throws {
        guard config == ["plan": "team", "share": 0.5, "limits": ["seats": 3]] else {
            throw ActivationError.config("It is \(config).")
        }
    }
    func evaluate(_ context: ActivationContext) -> Bool { true }
}

/// What a plugin author sees of the contract.
struct ContractTests {
    @Test func `a plugin author writes one line`() {
        let report = ActivationContract(
            ActivationClass(StaffActivation.self),
            configs: ["StaffActivation": ["acme.test"]]
        ).run()
        #expect(report.isFulfilled, "\(report)")
    }

    @Test func `every instance is ended once, and a serial one is never used twice at once`() {
        let report = ActivationContract(
            ActivationClass(CountingActivation.self),
            configs: ["CountingActivation": ["x"]]
        ).run()
        #expect(report.isFulfilled, "\(report)")
        let made = CountingActivation.made.load(ordering: .relaxed)
        #expect(made > 100)
        #expect(CountingActivation.ended.load(ordering: .relaxed) == made)
        #expect(CountingActivation.overlaps.load(ordering: .relaxed) == 0)
    }

    @Test func `without a config that works, the report says how to give one`() {
        let report = ActivationContract(ActivationClass(StaffActivation.self)).run()
        #expect(report.isFulfilled)
        guard case .skipped(let reason) = report.outcome(of: "evaluate.threads") else {
            Issue.record("\(report)")
            return
        }
        #expect(reason.contains("StaffActivation"))
        #expect(report.outcome(of: "create.status") == .passed)
    }

    @Test func `configs are taken from the schema`() {
        let report = ActivationContract(
            ActivationClass(ExampleActivation.self),
            ActivationClass(PropertyActivation.self)
        ).run()
        #expect(report.isFulfilled, "\(report)")
        let accepted = report.checks.filter { $0.id == "create.accepts" }.map(\.outcome)
        #expect(accepted == [.passed, .passed])
    }

    @Test func `an example that the class refuses breaks the contract`() {
        let report = ActivationContract(
            ActivationClass(ExampleActivation.self),
            configs: ["ExampleActivation": ["{}"]]
        ).run()
        #expect(report.failed == ["create.accepts"])
    }

    @Test func `what comes next is told`() {
        let told = Mutex<[String]>([])
        _ = ActivationContract(
            ActivationClass(StaffActivation.self),
            configs: ["StaffActivation": ["acme.test"]]
        ).run { sentence in told.withLock { $0.append(sentence) } }
        let sentences = told.withLock { $0 }
        #expect(sentences.first == "StaffActivation: create with the config 'acme.test'")
        #expect(
            sentences.contains(
                #"StaffActivation: evaluate the context {"email": "x"} with the config 'acme.test'"#
            )
        )
    }
}
