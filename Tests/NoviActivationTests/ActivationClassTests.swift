import CNovi
import NoviActivation
import Testing

private struct PlainActivation: BaseActivation {
    init(config: String) {}
    func evaluate(_ context: ActivationContext) -> Bool { true }
}

private struct RichActivation: BaseActivation {
    static let summary = "Is on for caf\u{E9}s."
    static let configSchema = #"{"type": "string"}"#
    static let traits: ActivationTraits = [.pure, .clock]
    init(config: JSONValue) {}
    func evaluate(_ context: ActivationContext) -> Decision { .off }
}

/// How classes are described to a host.
struct ActivationClassTests {
    @Test func `a plugin says its name, its version and its classes`() throws {
        let plugin = try #require(
            exportPlugin(
                "caf\u{E9}",
                version: "1.0.0",
                ActivationClass(PlainActivation.self),
                ActivationClass(RichActivation.self, name: "Rich")
            )
        ).pointee
        #expect(plugin.size == MemoryLayout<novi_plugin>.size)
        #expect(plugin.interface_version == NOVI_INTERFACE_VERSION)
        #expect(String(plugin.name) == "caf\u{E9}")
        #expect(String(plugin.version) == "1.0.0")
        #expect(plugin.class_count == 2)
        #expect(plugin.class_stride == MemoryLayout<novi_class>.stride)
        #expect(String(plugin.classes[0].name) == "PlainActivation")
        #expect(String(plugin.classes[1].name) == "Rich")
    }

    @Test func `a class says what it decides, promises and asks for`() {
        let plugin = makePlugin("p", version: "1", [ActivationClass(RichActivation.self)]).pointee
        let type: novi_class = plugin.classes.pointee
        #expect(type.size == MemoryLayout<novi_class>.size)
        #expect(type.flags == UInt32(NOVI_CLASS_PURE | NOVI_CLASS_CLOCK))
        #expect(String(type.summary) == RichActivation.summary)
        #expect(String(type.config_schema) == RichActivation.configSchema)
    }

    @Test func `a class that says nothing says nothing`() {
        let plugin = makePlugin("", version: "", [ActivationClass(PlainActivation.self)]).pointee
        let type: novi_class = plugin.classes.pointee
        #expect(type.flags == 0)
        #expect([type.summary, type.config_schema, plugin.name].map(\.size) == [0, 0, 0])
        #expect(makePlugin("p", version: "1", []).pointee.class_count == 0)
    }

    @Test func `the traits are the bits of the interface`() {
        let traits: [ActivationTraits] = [.pure, .serial, .clock]
        let bits = [NOVI_CLASS_PURE, NOVI_CLASS_SERIAL, NOVI_CLASS_CLOCK]
        #expect(traits.map(\.rawValue) == bits.map { UInt32($0) })
    }

    @Test func `the functions survive null pointers`() {
        let plugin = makePlugin("p", version: "1", [ActivationClass(PlainActivation.self)]).pointee
        let type: novi_class = plugin.classes.pointee
        var made: UnsafeMutableRawPointer?
        let (status, message) = withFakeError(capacity: 100) {
            type.create(plugin.classes, nil, nil, &made, $0)
        }
        #expect(status == NOVI_ERROR_GENERAL)
        #expect(message == "The host passed a null pointer.")
        #expect(made == nil)
        #expect(type.create(nil, nil, nil, nil, nil) == NOVI_ERROR_GENERAL)
        #expect(type.evaluate(nil, nil, nil) == NOVI_ERROR_GENERAL)
        type.destroy(nil)
        type.explain(nil, nil, nil)
    }
}
