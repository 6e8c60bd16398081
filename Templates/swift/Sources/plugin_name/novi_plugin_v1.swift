import CNovi
import NoviActivation

// swift-format-ignore: AlwaysUseLowerCamelCase
/// The plugin's entry: the one function that Novi looks for.
@c @implementation
public func novi_plugin_v1(_ host: UnsafePointer<novi_host>?) -> UnsafePointer<novi_plugin>? {
    exportPlugin("plugin_name", version: "0.1.0", ActivationClass(PluginNameActivation.self))
}
