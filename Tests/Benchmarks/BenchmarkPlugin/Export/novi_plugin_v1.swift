import BenchmarkPlugin
public import CNovi
import NoviActivation

// swift-format-ignore: AlwaysUseLowerCamelCase
/// The plugin's entry.
@c @implementation
public func novi_plugin_v1(_ host: UnsafePointer<novi_host>?) -> UnsafePointer<novi_plugin>? {
    exportPlugin(
        "novi_benchmark_plugin",
        version: "1.0.0",
        ActivationClass(AttributeEqualsActivation.self),
        ActivationClass(HashSplitActivation.self)
    )
}
