import AndActivation
import NoviActivation
import NoviCore
import OrActivation

extension ActivationCatalog {
    /// A catalog with the rules AND and OR under the names of their plugins.
    static func withKleeneRules() throws -> ActivationCatalog {
        var catalog = ActivationCatalog()
        let parent = "novi_activations.standard"
        let and = ActivationClass(AndActivation.self)
        try catalog.register([and], module: "\(parent).and_activation")
        let or = ActivationClass(OrActivation.self)
        try catalog.register([or], module: "\(parent).or_activation")
        return catalog
    }
}

extension Activation {
    /// A row that is made of others by `And` or `Or`.
    static func kleene(_ id: Int64, _ type: String, _ config: String) -> Activation {
        let name = "\(type.lowercased())_activation.\(type)Activation"
        return Activation(
            id: id,
            name: "rule \(id)",
            className: "novi_activations.standard.\(name)",
            config: config
        )
    }
}
