import AndActivation
import NoviActivation
import NoviCore
import OrActivation

extension ActivationCatalog {
    /// A catalog with the rules AND and OR under the names of their plugins.
    static func withKleeneRules() throws -> ActivationCatalog {
        var catalog = ActivationCatalog()
        let parent = "novi_activations.standard"
        try catalog.register(
            [ActivationClass(AndActivation.self)],
            module: "\(parent).and_activation"
        )
        try catalog.register([ActivationClass(OrActivation.self)], module: "\(parent).or_activation")
        return catalog
    }
}

extension Activation {
    /// A row that is made of others by AND or OR.
    ///
    /// - Parameters:
    ///   - id: The id of the row.
    ///   - type: `And` or `Or`.
    ///   - config: The ids of the others.
    static func kleene(_ id: Int64, _ type: String, _ config: String) -> Activation {
        Activation(
            id: id,
            name: "rule \(id)",
            className: "novi_activations.standard.\(type.lowercased())_activation.\(type)Activation",
            config: config
        )
    }
}
