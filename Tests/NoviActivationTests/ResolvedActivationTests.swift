import CNovi
import NoviActivation
import Testing

/// Decides as its first part, and says in its explanation what that decides.
private struct FirstActivation: BaseActivation {
    let parts: [ResolvedActivation]

    init(config: ActivationConfig) throws { parts = try config.activations() }

    func evaluate(_ context: ActivationContext) throws -> Decision {
        for part in parts { return try part.evaluate(context) }
        return .abstain
    }

    func explain(_ context: ActivationContext) -> String? {
        do {
            return "It says \(try evaluate(context).verdict)."
        } catch {
            return "It fails: \(error)"
        }
    }
}

/// Rules that are made of other rules.
struct ResolvedActivationTests {
    private let host = FakeHost()

    private func make(_ parts: [Int64: FakePart], _ config: String) throws -> FakeInstance {
        host.parts = parts
        return try FakeInstance(FirstActivation.self, config, host: host)
    }

    @Test(arguments: [NOVI_ON, NOVI_OFF, NOVI_ABSTAIN])
    func `a verdict is passed on`(status: Int) throws {
        let instance = try make([1: FakePart(status)], "[1]")
        #expect(instance.evaluate() == FakeAnswer(status))
    }

    @Test func `a variant, a value and a reason are passed on`() throws {
        let part = FakePart(variant: "blue")
        part.reason = Int32(NOVI_REASON_SPLIT)
        part.value = .text(#"{"a": 1}"#, NOVI_JSON)
        var answer = FakeAnswer(NOVI_ON, .split, variant: "blue")
        answer.type = NOVI_JSON
        answer.value = .object(["a": 1])
        #expect(try make([1: part], "[1]").evaluate() == answer)
    }

    @Test func `the lowest id comes first, each once`() throws {
        let parts: [Int64: FakePart] = [
            -5: FakePart(variant: "minus five"), 2: FakePart(variant: "two"), 10: FakePart(),
        ]
        #expect(try make(parts, "[10, 2, -5, 2]").evaluate().variant == "minus five")
        #expect(try make(parts, "[10, 2, 10]").evaluate().variant == "two")
        #expect(try make(parts, "[]").evaluate() == FakeAnswer(NOVI_ABSTAIN))
    }

    @Test(arguments: [NOVI_ERROR_TARGETING_KEY_MISSING, NOVI_ERROR_GENERAL, NOVI_ERROR_FATAL])
    func `a failure is passed on with its code and its text`(status: Int) throws {
        let part = FakePart(status, message: "No key.")
        #expect(try make([1: part], "[1]").evaluate() == FakeAnswer(status, message: "No key."))
        #expect(try make([1: FakePart(status)], "[1]").evaluate() == FakeAnswer(status))
    }

    @Test(arguments: [3, 77, Int(Int32.max)])
    func `a status that is no decision is a failure`(status: Int) throws {
        let answer = try make([1: FakePart(status)], "[1]").evaluate()
        #expect(answer.status == NOVI_ERROR_GENERAL)
    }

    @Test func `an activation that does not exist is refused with the host's text`() {
        #expect(throws: FakeFailure(NOVI_ERROR_CONFIG, "There is no 9.")) {
            try make([1: FakePart()], "[1, 9]")
        }
    }

    @Test func `a host without the service is refused`() {
        host.isComplete = false
        let message = "This host does not offer 'novi.activations/1'."
        #expect(throws: FakeFailure(NOVI_ERROR_UNSUPPORTED, message)) {
            try make([1: FakePart()], "[1]")
        }
    }

    @Test(arguments: ["{}", "1", "null", "[1.5]", "[\"1\"]", "[[1]]", "[9223372036854775808]"])
    func `a config that is no list of ids is refused`(config: String) {
        let message = "The config is no list of activations; write their ids, such as [1, 2]."
        #expect(throws: FakeFailure(NOVI_ERROR_CONFIG, message)) { try make([:], config) }
    }

    @Test func `an explanation may ask the parts`() async throws {
        await #expect(processExitsWith: .success) {
            let host = FakeHost()
            host.parts = [1: FakePart(variant: "built"), 2: FakePart(NOVI_ERROR_GENERAL)]
            let works = try FakeInstance(FirstActivation.self, "[1]", host: host)
            #expect(works.explain() == "It says on.")
            let fails = try FakeInstance(FirstActivation.self, "[2]", host: host)
            #expect(fails.explain().hasPrefix("It fails"))
        }
    }
}
