package import NoviActivation

/// The activation classes that there are, and the files that were looked at.
package struct ActivationCatalog: Sendable {
    /// The classes by qualified name.
    package private(set) var classes: [String: RegisteredClass] = [:]
    /// The entries, and the plugins that serve for them.
    var found: [Found] = []
    /// The builds of each plugin that this process has seen, by the module.
    var builds: [String: [PluginImage]] = [:]
    /// The classes that the app itself has registered.
    private var own: [String: RegisteredClass] = [:]

    /// An entry of a root.
    struct Found: Sendable {
        var file: PluginFile
        var image: PluginImage?
    }

    /// What is wrong with the way in which plugins are checked, whatever the
    /// plugin.
    package private(set) var notices: [PluginProblem] = []
    /// The folders that were searched, in order.
    package private(set) var roots: [String] = []
    /// How long an activation should take at most; it is measured and reported, not
    /// enforced.
    package var timeBudget = Duration.milliseconds(1)
    /// Other names of classes.
    private var aliases: [String: String] = standardAliases

    /// Makes an empty catalog.
    ///
    /// - Parameter aliases: Other names of classes, each with the name that
    ///   it stands for; those of novi 0.4.2 need not be among them.
    package init(aliases: [String: String] = [:]) {
        self.aliases.merge(aliases) { _, new in new }
    }

    /// The names that novi 0.4.2 gave to the classes that ship with it.
    private static let standardAliases: [String: String] = {
        let modules = [
            ("weighted_random_activation", "WeightedRandomActivation"),
            ("date_time_activation", "DateTimeActivation"),
            ("and_activation", "AndActivation"),
            ("or_activation", "OrActivation"),
        ]
        return Dictionary(
            uniqueKeysWithValues: modules.map { module, type in
                let name = "\(module).\(type)"
                return ("novi.client.activations.\(name)", "novi_activations.standard.\(name)")
            }
        )
    }()

    /// Every entry of the roots whose name ends in `.so`, in the order in
    /// which they were found.
    package var files: [PluginFile] {
        found.map { found in
            guard let problem = found.image?.problem else { return found.file }
            var file = found.file
            file.state = .refused
            file.problem = problem
            return file
        }
    }

    /// The catalog with warnings about what is slow.
    ///
    /// - Parameter overruns: What is slow.
    /// - Returns: The catalog.
    package func warning(_ overruns: [Overrun]) -> ActivationCatalog {
        let problems = Dictionary(grouping: overruns, by: \.module)
        var catalog = self
        for index in catalog.found.indices {
            let module = catalog.found[index].file.module ?? ""
            catalog.found[index].file.warnings += problems[module]?.map(\.problem) ?? []
        }
        return catalog
    }

    /// Finds a class by its qualified name, or by another name for it.
    ///
    /// A class that is registered under the very name wins over an alias.
    ///
    /// - Parameter name: The name, as a row of the database has it.
    /// - Returns: The class; nil if there is none.
    package func find(_ name: String) -> RegisteredClass? {
        if let found = type(named: name) { return found }
        return names(for: name).lazy.compactMap(type(named:)).first
    }

    /// Follows the aliases of a name.
    ///
    /// - Parameter name: The name, as a row of the database has it.
    /// - Returns: The name, what it stands for, what that stands for, and so on.
    package func names(for name: String) -> [String] {
        var names = [name]
        // Each step uses up an alias, so that two that name each other come to an end.
        while names.count <= aliases.count, let next = aliases[names[names.count - 1]] {
            names.append(next)
        }
        return names
    }

    /// The class that is registered under the very name, byte for byte.
    private func type(named name: String) -> RegisteredClass? {
        classes[name].flatMap { $0.name.utf8.elementsEqual(name.utf8) ? $0 : nil }
    }

    /// The modules of the classes.
    var modules: Set<String> {
        Set(classes.keys.map { $0.split(separator: ".").dropLast().joined(separator: ".") })
    }

    /// Says that a class is missing, and why if that is known.
    func missing(_ name: String) -> EvaluationError {
        let modules = names(for: name).map {
            $0.split(separator: ".").dropLast().joined(separator: ".")
        }
        let candidate = found.first { entry in
            entry.file.problem != nil && entry.file.module.map(modules.contains) == true
        }
        if let file = candidate?.file {
            let problem = file.problem.map { "\($0.message) \($0.remedy)" } ?? ""
            return .init(
                .general,
                "The class '\(name)' is not registered: '\(file.path)' is \(file.state.rawValue). "
                    + problem
            )
        }
        let searched = roots.isEmpty ? "no folder was searched" : roots.joined(separator: ", ")
        return .init(
            .general,
            "The class '\(name)' is not registered: no plugin offers it (\(searched)). "
                + "Install its plugin, or correct the name."
        )
    }

    /// Registers classes of the app itself, without a plugin file.
    ///
    /// - Parameters:
    ///   - types: The classes.
    ///   - module: What stands before their names, `shop.rules` for example.
    /// - Throws: ``PluginProblem`` if a class has no legal name.
    package mutating func register(_ types: [ActivationClass], module: String) throws {
        let parts = module.utf8.split(
            separator: UInt8(ascii: "."),
            omittingEmptySubsequences: false
        )
        guard parts.allSatisfy(ModuleName.isLegal) else {
            throw PluginProblem(
                .badName,
                "'\(module)' cannot be the module of a class.",
                remedy: "Join letters, digits and '_' by points, as in 'shop.rules'."
            )
        }
        let plugin = try MappedPlugin(
            validating: makePlugin(module, version: "built in", types)
        )
        let new = zip(plugin.description.classes, plugin.tables).map { type, table in
            RegisteredClass(
                type,
                module: module,
                plugin: plugin.description,
                file: nil,
                source: .own(table)
            )
        }
        if let known = new.first(where: { classes[$0.name] != nil }) {
            throw PluginProblem(
                .duplicateClass,
                "'\(known.name)' is registered already.",
                remedy: "Register it once, or give one of the two another name."
            )
        }
        for type in new { own[type.name] = type }
        add(new)
    }

    /// Takes over what a search found.
    mutating func add(_ file: PluginFile, _ image: PluginImage? = nil) {
        let new = Found(file: file, image: image)
        found.append(new)
        add(new.classes)
    }

    /// Registers the classes of the entries anew.
    mutating func rebuildClasses() {
        classes = own
        for entry in found { add(entry.classes) }
    }

    /// Whether both have the same classes and have found the same.
    package func isSame(as other: ActivationCatalog) -> Bool {
        files == other.files && notices == other.notices && own.keys == other.own.keys
            && found.elementsEqual(other.found) { $0.image === $1.image }
    }

    mutating func add(root: String) { roots.append(root) }

    mutating func add(notices new: [PluginProblem]) { notices += new }

    mutating func add(_ new: [RegisteredClass]) {
        for type in new where classes[type.name] == nil { classes[type.name] = type }
    }
}

extension ActivationCatalog.Found {
    /// The classes that the entry brings.
    fileprivate var classes: [RegisteredClass] {
        guard let image, let module = file.module else { return [] }
        return image.description.classes.enumerated().map { index, type in
            RegisteredClass(
                type,
                module: module,
                plugin: image.description,
                file: file.path,
                source: .plugin(image, index: index)
            )
        }
    }
}
