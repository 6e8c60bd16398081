import CNovi
import NoviActivation
import Testing

/// Looks for its config's attribute by key and by name.
private struct LookingActivation: BaseActivation {
    let name: String
    let key: Key

    init(config: ActivationConfig) {
        name = config.text
        key = config.key(config.text)
    }

    func evaluate(_ context: ActivationContext) -> Decision {
        let found = [context[key], context[name]].map { $0.json.map(\.jsonText) ?? "-" }
        let all = found + [context.targetingKey ?? "-", "\(context.now)"]
        return .on(variant: Variant(all.joined(separator: " ")))
    }
}

/// What an author finds in a context.
struct ActivationContextTests {
    private let host = FakeHost()

    private func look(for name: String, in context: (FakeHost) -> FakeContext) throws -> String? {
        let instance = try FakeInstance(LookingActivation.self, name, host: host)
        return instance.evaluate(context(host)).variant
    }

    @Test func `an attribute is found in its slot`() throws {
        let found = try look(for: "plan") {
            FakeContext(["plan": .text("pro")], host: $0, slots: 1, keys: 1)
        }
        #expect(found == #""pro" "pro" - 0"#)
    }

    @Test func `an attribute whose key came later is looked up`() throws {
        let found = try look(for: "plan") { FakeContext(["plan": .text("pro")], host: $0) }
        #expect(found == #""pro" "pro" - 0"#)
    }

    @Test func `an attribute whose key got no id is looked up`() throws {
        host.isComplete = false
        let found = try look(for: "plan") { FakeContext(["plan": .text("pro")], host: $0) }
        #expect(found == #""pro" "pro" - 0"#)
    }

    @Test func `a key that was known and has no slot has no value`() throws {
        // A host that keeps to the interface puts it into a slot; this shows that none is asked.
        let found = try look(for: "plan") { FakeContext(["plan": .text("pro")], host: $0, keys: 1) }
        #expect(found == #"- "pro" - 0"#)
    }

    @Test func `an attribute that is missing is missing`() throws {
        for slots in [0, 1] {
            let found = try look(for: "plan") { FakeContext(host: $0, slots: slots, keys: slots) }
            #expect(found == "- - - 0")
        }
    }

    @Test func `the targeting key is an attribute, and the time is the host's`() throws {
        let found = try look(for: "x") { _ in
            FakeContext(["targetingKey": .text("user-42")], now: 1_700_000_000_000_000_000)
        }
        #expect(found == "- - user-42 1700000000000000000")
        let number = try look(for: "x") { _ in FakeContext(["targetingKey": .integer(42)]) }
        #expect(number == "- - - 0")
    }

    @Test func `a key is interned once`() throws {
        for name in ["a", "b", "a"] {
            _ = try FakeInstance(LookingActivation.self, name, host: host)
        }
        #expect(host.keys == ["a", "b"])
    }
}
