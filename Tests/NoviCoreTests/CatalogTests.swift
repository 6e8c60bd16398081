import NoviActivation
import NoviCore
import Testing

/// A class that an app registers itself.
private struct OwnActivation: BaseActivation {
    static let summary = "Is on if the config says yes."
    static let traits: ActivationTraits = [.pure]
    static let configSchema = #"{"type": "string"}"#
    let isOn: Bool

    init(config: String) { isOn = config == "yes" }

    func evaluate(_ context: ActivationContext) -> Bool { isOn }
}

/// Under which names classes are found.
struct CatalogTests {
    private func catalog(_ aliases: [String: String]) throws -> ActivationCatalog {
        var catalog = ActivationCatalog(aliases: aliases)
        try catalog.register([ActivationClass(OwnActivation.self)], module: "shop.rules")
        return catalog
    }

    @Test func `a class of the app is registered under its module`() throws {
        let found = try #require(try catalog([:]).find("shop.rules.OwnActivation"))
        #expect(found.name == "shop.rules.OwnActivation")
        #expect(found.summary == OwnActivation.summary)
        #expect(found.configSchema == OwnActivation.configSchema)
        #expect(found.traits == .pure)
        #expect(found.plugin == "shop.rules built in")
        #expect(found.file == nil)
    }

    @Test func `flags use a class of the app as any other`() throws {
        let catalog = try catalog([:])
        for (config, answer) in [("yes", Answer.on), ("no", .off)] {
            let row = Activation(
                id: 1,
                name: "own",
                className: "shop.rules.OwnActivation",
                config: config
            )
            #expect(Answer(catalog.evaluate(row)) == answer)
        }
    }

    @Test func `a name that is not legal cannot be registered`() {
        var catalog = ActivationCatalog()
        let type = ActivationClass(OwnActivation.self, name: "Own activation")
        #expect(throws: PluginProblem.self) { try catalog.register([type], module: "shop") }
        let good = ActivationClass(OwnActivation.self)
        #expect(throws: PluginProblem.self) { try catalog.register([good], module: "my shop") }
        #expect(throws: PluginProblem.self) { try catalog.register([good], module: "") }
        #expect(catalog.classes.isEmpty)
    }

    @Test func `a name can be registered once`() throws {
        var catalog = try catalog([:])
        let type = ActivationClass(OwnActivation.self)
        #expect(throws: PluginProblem.self) { try catalog.register([type], module: "shop.rules") }
        #expect(throws: PluginProblem.self) {
            try catalog.register([type, type], module: "shop.other")
        }
    }

    @Test func `what the app registers wins over a file, which is shown as shadowed`() throws {
        let folder = try TemporaryFolder()
        try folder.write(CPlugin.empty.get(), to: "example.so")
        var known = ActivationCatalog()
        let own = ActivationClass(OwnActivation.self, name: "Rule")
        try known.register([own], module: "novi_activations.example")
        let catalog = folder.search(into: known)
        #expect(catalog.find("novi_activations.example.Rule")?.file == nil)
        #expect(folder.files(of: catalog) == [.shadowed("example.so")])
    }

    @Test(arguments: [
        (["old.Own": "shop.rules.OwnActivation"], "old.Own", true),
        (["a": "b", "b": "c", "c": "shop.rules.OwnActivation"], "a", true),
        (["a": "b", "b": "a"], "a", false),
        (["a": "a"], "a", false),
        (["a": "b"], "a", false),
        (["a": "shop.rules.OwnActivation"], "b", false),
        (["shop.rules.OwnActivation": "nowhere"], "shop.rules.OwnActivation", true),
        (["a": "b", "b": "b"], "a", false),
    ])
    func `an alias leads to a class, also through others`(
        aliases: [String: String],
        name: String,
        isFound: Bool
    ) throws {
        #expect((try catalog(aliases).find(name) != nil) == isFound)
    }

    @Test func `a long chain of aliases comes to its end`() throws {
        var aliases = Dictionary(uniqueKeysWithValues: (0..<100).map { ("n\($0)", "n\($0 + 1)") })
        aliases["n100"] = "shop.rules.OwnActivation"
        #expect(try catalog(aliases).find("n0") != nil)
    }

    @Test(arguments: [
        ("weighted_random_activation", "WeightedRandomActivation"),
        ("date_time_activation", "DateTimeActivation"),
        ("and_activation", "AndActivation"),
        ("or_activation", "OrActivation"),
    ])
    func `the names of novi 0.4.2 lead to standard plugins`(module: String, type: String) throws {
        let old = "novi.client.activations.\(module).\(type)"
        var catalog = ActivationCatalog(aliases: ["mine": old])
        #expect(catalog.find(old) == nil)
        let own = ActivationClass(OwnActivation.self, name: type)
        try catalog.register([own], module: "novi_activations.standard.\(module)")
        for name in [old, "mine"] {
            #expect(catalog.find(name)?.name == "novi_activations.standard.\(module).\(type)")
        }
    }

    @Test(arguments: [
        "shop.rules.OwnActivatio\u{6E}\u{301}", "Shop.rules.OwnActivation",
        "shop.rules.OwnActivation ",
        "shop.rules.", "OwnActivation", "", ".", "shop.rules.OwnActivation\0",
    ])
    func `a name is found byte for byte`(name: String) throws {
        #expect(try catalog([:]).find(name) == nil)
    }

    @Test func `a letter that Swift takes for another is another`() throws {
        var catalog = ActivationCatalog()
        let type = ActivationClass(OwnActivation.self, name: "Klass")
        try catalog.register([type], module: "shop")
        // Swift's comparison takes the sign for Kelvin for the letter K.
        #expect(catalog.find("shop.\u{212A}lass") == nil)
    }

    @Test func `a missing class says which file would bring it`() throws {
        let folder = try TemporaryFolder()
        try folder.write("text".utf8, to: "rules.so")
        let row = Activation.rule(1, "on")
        let error = try #require(folder.search().evaluate(row).error)
        let path = folder.path("rules.so")
        #expect(
            error.message == "Activation 1 'rule 1': "
                + "The class 'novi_activations.rules.Rule' is not registered: "
                + "'\(path)' is refused. It is not a shared library. "
                + "Build the plugin, and install the .so file that results."
        )
    }
}
