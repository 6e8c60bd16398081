import CNovi
import NoviActivation
import Testing

@testable import plugin_name

struct PluginNameActivationTests {
    @Test func `the plugin offers the class`() {
        #expect(ActivationClass(PluginNameActivation.self).name == "PluginNameActivation")
        #expect(novi_plugin_v1(nil)?.pointee.class_count == 1)
    }

    @Test func `the schema is JSON and asks for what the config needs`() throws {
        let schema = try JSONValue(parsing: PluginNameActivation.configSchema)
        #expect(schema["required"] == ["attribute", "values"])
    }
}
