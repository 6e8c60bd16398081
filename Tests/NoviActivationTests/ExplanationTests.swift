import NoviActivation
import Testing

private struct TalkingActivation: BaseActivation {
    let sentence: String?

    init(config: String) { sentence = config == "nothing" ? nil : config }

    func evaluate(_ context: ActivationContext) -> Bool { true }

    func explain(_ context: ActivationContext) -> String? {
        sentence.map { $0 + (context["plan"].string ?? "?") }
    }
}

private struct SilentActivation: BaseActivation {
    init(config: String) {}
    func evaluate(_ context: ActivationContext) -> Bool { true }
}

/// What instances say about their decisions.
struct ExplanationTests {
    @Test func `an explanation is written, with what the context has`() throws {
        let instance = try FakeInstance(TalkingActivation.self, "The plan is ")
        #expect(instance.explain(FakeContext(["plan": .text("pro")])) == "The plan is pro")
        #expect(instance.explain() == "The plan is ?")
    }

    @Test(arguments: [(0, ""), (3, "caf"), (4, "caf"), (5, "caf\u{E9}"), (6, "caf\u{E9}?")])
    func `an explanation that does not fit is cut`(capacity: Int, text: String) throws {
        let instance = try FakeInstance(TalkingActivation.self, "caf\u{E9}")
        #expect(instance.explain(capacity: capacity) == text)
    }

    @Test func `saying nothing writes nothing`() throws {
        #expect(try FakeInstance(TalkingActivation.self, "nothing").explain() == "")
        #expect(try FakeInstance(SilentActivation.self).explain() == "")
    }
}
