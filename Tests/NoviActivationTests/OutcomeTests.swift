import CNovi
import NoviActivation
import Testing

/// Decides by `deciding`, so that a test can say each outcome in a line.
private struct YesActivation: BaseActivation {
    let answer: Bool
    init(config: String) { answer = config == "yes" }
    func evaluate(_ context: ActivationContext) -> Bool { answer }
}

private struct MaybeActivation: BaseActivation {
    let answer: Bool?
    init(config: String) { answer = ["yes": true, "no": false][config] }
    func evaluate(_ context: ActivationContext) -> Bool? { answer }
}

/// Decides with what its config holds: `verdict`, `variant`, `interned`,
/// `reason`, `value`.
private struct RichActivation: BaseActivation {
    let decision: Decision

    init(config: ActivationConfig) throws {
        let json = try config.json
        var decision: Decision = json["verdict"]?.string == "off" ? .off : .on
        if json["verdict"]?.string == "abstain" { decision = .abstain }
        decision.variant =
            json["variant"]?.string.map { Variant($0) }
            ?? json["interned"]?.string.map(config.variant)
        decision.reason =
            json["reason"]?.integer
            .flatMap { Decision.Reason(rawValue: Int32($0)) } ?? .unspecified
        decision.value = json["value"]
        self.decision = decision
    }

    func evaluate(_ context: ActivationContext) -> Decision { decision }
}

private struct FailingActivation: BaseActivation {
    struct OwnError: Error, CustomStringConvertible {
        let description: String
    }

    let message: String
    let code: ActivationError.Code?

    init(config: String) {
        message = config
        code = ActivationError.Code.allCases.first { config.hasPrefix("\($0)") }
    }

    func evaluate(_ context: ActivationContext) throws -> Bool {
        guard let code else { throw OwnError(description: message) }
        throw ActivationError(code, message)
    }
}

/// What a host reads of what an author returns or throws.
struct OutcomeTests {
    @Test func `true is on and false is off`() throws {
        #expect(try FakeInstance(YesActivation.self, "yes").evaluate() == FakeAnswer(NOVI_ON))
        #expect(try FakeInstance(YesActivation.self, "no").evaluate() == FakeAnswer(NOVI_OFF))
    }

    @Test func `nil is no opinion`() throws {
        #expect(try FakeInstance(MaybeActivation.self, "yes").evaluate() == FakeAnswer(NOVI_ON))
        #expect(try FakeInstance(MaybeActivation.self, "no").evaluate() == FakeAnswer(NOVI_OFF))
        #expect(try FakeInstance(MaybeActivation.self, "").evaluate() == FakeAnswer(NOVI_ABSTAIN))
    }

    @Test(arguments: [
        ("{}", FakeAnswer(NOVI_ON)),
        (#"{"verdict": "off"}"#, FakeAnswer(NOVI_OFF)),
        (#"{"verdict": "abstain"}"#, FakeAnswer(NOVI_ABSTAIN)),
        (#"{"variant": "caf\u00E9"}"#, FakeAnswer(NOVI_ON, variant: "caf\u{E9}")),
        (#"{"variant": ""}"#, FakeAnswer(NOVI_ON, variant: "")),
        (#"{"interned": "blue"}"#, FakeAnswer(NOVI_ON, variant: "blue", isInterned: true)),
        (#"{"reason": 1}"#, FakeAnswer(NOVI_ON, .targetingMatch)),
        (#"{"reason": 2, "variant": "b"}"#, FakeAnswer(NOVI_ON, .split, variant: "b")),
        (#"{"reason": 3}"#, FakeAnswer(NOVI_ON, .static)),
        (#"{"reason": 4, "verdict": "off"}"#, FakeAnswer(NOVI_OFF, .default)),
    ])
    func `a decision has a verdict, a variant and a reason`(
        config: String,
        answer: FakeAnswer
    ) throws {
        #expect(try FakeInstance(RichActivation.self, config).evaluate() == answer)
    }

    @Test(arguments: [
        ("null", NOVI_NULL), ("true", NOVI_BOOLEAN), ("false", NOVI_BOOLEAN), ("-1", NOVI_INTEGER),
        ("9223372036854775807", NOVI_INTEGER), ("2.5", NOVI_DOUBLE), ("\"\"", NOVI_STRING),
        ("\"caf\u{E9}\"", NOVI_STRING), ("[]", NOVI_JSON), ("{\"a\":[1,null]}", NOVI_JSON),
        ("18446744073709551616", NOVI_JSON),
    ])
    func `a decision has a value of any type`(json: String, type: Int) throws {
        var answer = FakeAnswer(NOVI_ON)
        answer.type = type
        answer.value = try JSONValue(parsing: json)
        let config = "{\"value\": \(json)}"
        #expect(try FakeInstance(RichActivation.self, config).evaluate() == answer)
    }

    @Test func `the reasons are the numbers of the interface`() {
        let reasons: [Decision.Reason] = [.unspecified, .targetingMatch, .split, .static, .default]
        let numbers = [
            NOVI_REASON_UNSPECIFIED, NOVI_REASON_TARGETING_MATCH, NOVI_REASON_SPLIT,
            NOVI_REASON_STATIC, NOVI_REASON_DEFAULT,
        ]
        #expect(reasons.map(\.rawValue) == numbers.map { Int32($0) })
    }

    @Test(arguments: ["\"text\"", "[1, 2, 3]", "18446744073709551616"])
    func `a value that finds no room is missing`(json: String) throws {
        let instance = try FakeInstance(RichActivation.self, "{\"value\": \(json)}")
        #expect(instance.evaluate(room: 0) == FakeAnswer(NOVI_ON))
    }

    @Test func `a variant that finds no room is left out, an interned one needs none`() throws {
        let built = try FakeInstance(RichActivation.self, #"{"variant": "blue"}"#)
        #expect(built.evaluate(room: 3) == FakeAnswer(NOVI_ON))
        let host = FakeHost()
        let known = try FakeInstance(RichActivation.self, #"{"interned": "blue"}"#, host: host)
        #expect(known.evaluate(room: 0) == FakeAnswer(NOVI_ON, variant: "blue", isInterned: true))
        #expect(Array(host.names.keys) == ["blue"])
    }

    @Test func `a variant that the host cannot intern is built`() throws {
        let host = FakeHost()
        host.isComplete = false
        let instance = try FakeInstance(RichActivation.self, #"{"interned": "blue"}"#, host: host)
        #expect(instance.evaluate() == FakeAnswer(NOVI_ON, variant: "blue"))
    }

    @Test(arguments: ActivationError.Code.allCases)
    func `a thrown error arrives with its code and its text`(code: ActivationError.Code) throws {
        let message = "\(code): h\u{E9}las"
        let instance = try FakeInstance(FailingActivation.self, message)
        #expect(instance.evaluate() == FakeAnswer(Int(code.status), message: message))
        #expect(instance.evaluate(room: 3) == FakeAnswer(Int(code.status)))
    }

    @Test(arguments: ["", "Something else."])
    func `any other error is a general failure`(message: String) throws {
        let instance = try FakeInstance(FailingActivation.self, message)
        #expect(instance.evaluate() == FakeAnswer(NOVI_ERROR_GENERAL, message: message))
    }
}
