import CNovi
import NoviActivation
import NoviActivationTesting
import Testing

/// What a plugin author sees of an activation.
struct TestHostTests {
    @Test func `an activation is tested in three lines`() throws {
        let host = TestHost()
        let staff = try host.activate(StaffActivation.self, config: "acme.test")
        #expect(staff.evaluate(["email": "a@acme.test"]).isOn)
        #expect(!staff.evaluate(["email": "a@other.test"]).isOn)
        #expect(!staff.evaluate().isOn)
    }

    @Test func `a config that is refused is an error`() {
        #expect(throws: ActivationError.config("Name a domain.")) {
            try TestHost().activate(StaffActivation.self)
        }
    }

    @Test func `an evaluation tells all that was decided`() throws {
        let echo = try TestHost().activate(EchoActivation.self)
        let evaluation = echo.evaluate(["early": ["a": [1, 0.5, nil, true, "x"]]])
        #expect(evaluation.verdict == .on)
        #expect(evaluation.value == ["a": [1, 0.5, nil, true, "x"]])
        #expect(evaluation.variant == "test 1")
        #expect(evaluation.reason == .split)
        #expect(evaluation.error == nil)
    }

    @Test(
        arguments: [
            nil, true, 42, .integer(.min), 0.5, "", "caf\u{E9}", [], [:], [[1]], ["a": nil],
            .largeInteger("9223372036854775808"), .double(.infinity), .double(5e-300),
        ] as [JSONValue]
    )
    func `every value arrives, by a key and by a name`(value: JSONValue) throws {
        let echo = try TestHost().activate(EchoActivation.self)
        #expect(echo.evaluate(["early": value]).value == value)
        #expect(echo.evaluate(["late": value]).value == value)
    }

    @Test func `what is not said is taken as Novi takes it`() throws {
        let staff = try TestHost().activate(StaffActivation.self, config: "acme.test")
        #expect(staff.evaluate(["email": "a@acme.test"]).reason == .targetingMatch)
        #expect(staff.evaluate().reason == .default)
        #expect(staff.evaluate().verdict == .off)
        let echo = try TestHost().activate(EchoActivation.self)
        #expect(echo.evaluate().verdict == .abstain)
    }

    @Test func `a failure has a code and a message, and nothing else`() throws {
        let evaluation = try TestHost().activate(EchoActivation.self).evaluate(["fail": true])
        #expect(evaluation.error == ActivationError(.parseError, "As you wish."))
        #expect(evaluation.verdict == nil && evaluation.reason == nil)
        #expect(!evaluation.isOn)
    }

    @Test func `an explanation is given if there is one`() throws {
        let echo = try TestHost().activate(EchoActivation.self)
        #expect(echo.explain(["why": "of you"]) == "Because of you.")
        #expect(echo.explain() == nil)
    }

    @Test func `the clock is the host's, for those who ask for it`() throws {
        let host = TestHost(now: 5)
        #expect(try host.activate(ClockActivation.self).evaluate().value == 5)
        #expect(try host.activate(SecretClockActivation.self).evaluate().value == 0)
    }

    @Test func `another activation is what the test says`() throws {
        let decision = Decision.on(variant: Variant("blue"), value: [1], reason: .split)
        let host = TestHost(activations: [7: .success(decision)])
        let evaluation = try host.activate(OtherActivation.self).evaluate()
        #expect(evaluation.variant == "blue")
        #expect(evaluation.value == [1])
        #expect(evaluation.reason == .split)

        let failing = TestHost(activations: [7: .failure(.invalidContext("No seed."))])
        let error = try failing.activate(OtherActivation.self).evaluate().error
        #expect(error == .invalidContext("Activation 7: No seed."))

        #expect(throws: ActivationError.self) {
            try TestHost().activate(OtherActivation.self)
        }
    }

    @Test func `an answer has one mebibyte`() throws {
        let huge = try TestHost().activate(HugeActivation.self)
        #expect(huge.evaluate(["size": .integer(1 << 20)]).value?.string?.utf8.count == 1 << 20)
        #expect(huge.evaluate(["size": .integer(1 << 20 + 1)]).value == nil)
        #expect(huge.evaluate(["size": .integer(1 << 20 + 1)]).isOn)
    }

    @Test func `the log is kept`() {
        let host = TestHost()
        host.pointer.pointee.log(host.pointer, Int32(NOVI_LOG_WARNING), .fixed("Beware."))
        #expect(host.log.map(\.level) == [.warning])
        #expect(host.log.map(\.text) == ["Beware."])
    }

    @Test func `keys and names are the same for the same text`() {
        let host = TestHost().pointer
        let key = host.pointee.intern_key(host, .fixed("a"))
        #expect(host.pointee.intern_key(host, .fixed("a")) == key)
        #expect(host.pointee.intern_key(host, .fixed("b")) == key + 1)
        let name = host.pointee.intern_name(host, .fixed("caf\u{E9}"))
        #expect(host.pointee.intern_name(host, .fixed("caf\u{E9}")) == name)
        #expect(host.pointee.intern_name(host, .fixed("cafe\u{301}")) != name)
        let text = host.pointee.name_text(host, name)
        #expect(
            UnsafeRawBufferPointer(start: text.data, count: text.size)
                .elementsEqual("caf\u{E9}".utf8)
        )
        #expect(host.pointee.service(host, .fixed("novi.other/1")) == nil)
    }
}
