import CNovi
import NoviActivation
import Synchronization
import Testing

/// Throws what its config says, as an author would.
private struct ThrowingActivation: BaseActivation {
    struct OwnError: Error, CustomStringConvertible {
        let description: String
    }

    init(config: String) throws {
        let text = String(config.dropFirst(4))
        if config.hasPrefix("own ") { throw OwnError(description: text) }
        if config.hasPrefix("cfg ") { throw ActivationError.config(text) }
        for code in ActivationError.Code.allCases where config.hasPrefix("\(code)") {
            throw ActivationError(code, config)
        }
    }

    func evaluate(_ context: ActivationContext) -> Bool { true }
}

/// Says in its variant what its config was.
private struct EchoActivation<Config: ActivationConfigForm & Sendable>: BaseActivation {
    let echo: String

    init(config: Config) { echo = "\(config)" }

    func evaluate(_ context: ActivationContext) -> Decision { .on(variant: Variant(echo)) }
}

/// Keeps what a row is.
private struct RowActivation: BaseActivation {
    let row: String

    init(config: ActivationConfig) throws {
        let json = try config.json
        row = [
            config.text, json.jsonText, "\(config.activationID)", config.activationName,
            config.className,
        ].joined(separator: "|")
    }

    func evaluate(_ context: ActivationContext) -> Decision { .on(variant: Variant(row)) }
}

/// How instances are made.
struct CreationTests {
    private func failure(_ config: String, capacity: Int = 1024) -> FakeFailure? {
        #expect(throws: FakeFailure.self) {
            try FakeInstance(ThrowingActivation.self, Array(config.utf8), capacity: capacity)
        }
    }

    @Test(arguments: ActivationError.Code.allCases)
    func `an error arrives with its code and its text`(code: ActivationError.Code) {
        #expect(
            failure("\(code) h\u{E9}las") == FakeFailure(Int(code.status), "\(code) h\u{E9}las")
        )
    }

    @Test func `every code is one of the interface, and comes back`() {
        let codes = ActivationError.Code.allCases
        #expect(codes.map { ActivationError.Code(status: $0.status) } == codes)
        #expect(Set(codes.map(\.status)).count == codes.count)
        #expect(ActivationError.Code(status: -999) == .general)
        #expect(ActivationError.Code(status: Int32(NOVI_ERROR_NO_MEMORY)) == .general)
    }

    @Test func `any other error is one about the config`() {
        #expect(failure("own Write on.") == FakeFailure(NOVI_ERROR_CONFIG, "Write on."))
        #expect(failure("own ") == FakeFailure(NOVI_ERROR_CONFIG, ""))
    }

    @Test(arguments: [
        (0, ""), (1, "h"), (2, "h"), (3, "h\u{E9}"), (4, "h\u{E9}"), (27, "h\u{E9}"),
        (28, "h\u{E9}\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466}"), (1024, nil),
    ])
    func `text that does not fit is cut between two characters`(capacity: Int, text: String?) {
        let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466}"
        let whole = "h\u{E9}\(family)!"
        #expect(failure("cfg \(whole)", capacity: capacity)?.message == text ?? whole)
    }

    @Test func `a config arrives in the form that was asked for`() throws {
        let text = #" {"a" : [1, 2.50]} "#
        let string = try FakeInstance(EchoActivation<String>.self, text)
        #expect(string.evaluate().variant == text)
        let json = try FakeInstance(EchoActivation<JSONValue>.self, text)
        #expect(json.evaluate().variant == #"{"a":[1,2.5]}"#)
        let row = try FakeInstance(RowActivation.self, text)
        #expect(row.evaluate().variant == text + #"|{"a":[1,2.5]}|7|row|shop.Type"#)
    }

    @Test func `an empty config is empty text`() throws {
        #expect(try FakeInstance(EchoActivation<String>.self).evaluate().variant == "")
    }

    @Test func `bytes that are not UTF-8 are replaced`() throws {
        let instance = try FakeInstance(EchoActivation<String>.self, [0x61, 0xFF, 0x62])
        #expect(instance.evaluate().variant == "a\u{FFFD}b")
    }

    @Test(arguments: [
        ("", "The config is not JSON: "), ("[1,]", "The config is not JSON: "),
        ("{\"a\": tru}", "The config is not JSON: "),
    ])
    func `a config that is not JSON is refused with the place`(config: String, start: String) {
        let types: [any BaseActivation.Type] = [EchoActivation<JSONValue>.self, RowActivation.self]
        for type in types {
            let failure = #expect(throws: FakeFailure.self) { try FakeInstance(type, config) }
            #expect(failure?.status == Int32(NOVI_ERROR_CONFIG))
            #expect(failure?.message.hasPrefix(start) == true)
            #expect(failure?.message.contains(" at byte ") == true)
        }
    }

    @Test func `an instance ends when it is destroyed, and not before`() throws {
        for round in 1...3 {
            let instance = try FakeInstance(CountedActivation.self)
            #expect(CountedActivation.ended == round - 1)
            #expect(instance.evaluate() == FakeAnswer(NOVI_ON))
            #expect(CountedActivation.ended == round - 1)
        }
        #expect(CountedActivation.ended == 3)
    }
}

/// Counts its ends; only one test makes it.
private final class CountedActivation: BaseActivation {
    private static let count = Atomic(0)

    static var ended: Int { count.load(ordering: .relaxed) }

    init(config: String) {}

    deinit { Self.count.add(1, ordering: .relaxed) }

    func evaluate(_ context: ActivationContext) -> Bool { true }
}
