public import NoviActivation

/// Activation classes of the app itself, which need no plugin file.
///
///     BuiltInClasses("shop.rules", ActivationClass(VIPActivation.self))
///
/// registers `shop.rules.VIPActivation`.
public struct BuiltInClasses: Sendable {
    let module: String
    let types: [ActivationClass]

    /// Takes classes.
    ///
    /// - Parameters:
    ///   - module: What stands before their names.
    ///   - types: The classes.
    public init(_ module: String, _ types: ActivationClass...) {
        self.module = module
        self.types = types
    }
}
