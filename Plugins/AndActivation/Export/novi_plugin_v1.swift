import AndActivation
public import CNovi
import NoviActivation

// swift-format-ignore: AlwaysUseLowerCamelCase
/// The plugin's entry.
@c @implementation
public func novi_plugin_v1(_ host: UnsafePointer<novi_host>?) -> UnsafePointer<novi_plugin>? {
    exportPlugin("and_activation", version: "1.0.0", ActivationClass(AndActivation.self))
}
