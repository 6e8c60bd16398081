extension ActivationCatalog {
    /// How many builds of one plugin a process maps.
    package static let buildLimit = 32

    /// The catalog as it serves after another search.
    ///
    /// A plugin whose file is there but can no longer be used goes on serving as it
    /// was, and so does one that has been replaced too often for one process; the
    /// file says so. A plugin whose file is gone is gone.
    ///
    /// - Parameter new: What the search found.
    /// - Returns: What serves from now on.
    package func replaced(by new: ActivationCatalog) -> ActivationCatalog {
        var next = new
        next.builds = builds
        let served = servedByModule
        for index in next.found.indices {
            guard let module = next.found[index].file.module else { continue }
            let served = served[module]
            if let image = next.found[index].image {
                let history = next.builds[module] ?? []
                guard !history.contains(where: { $0 === image }), history.count >= Self.buildLimit
                else { continue }
                if let served {
                    next.keep(served, at: index, because: .tooManyBuilds)
                } else {
                    next.refuse(at: index, because: .tooManyBuilds)
                }
            } else if let served, next.found[index].file.state.keepsServing {
                let problem = next.found[index].file.problem
                next.keep(served, at: index, because: problem)
            }
        }
        next.keep(served)
        next.rebuildClasses()
        next.countBuilds()
        return next
    }

    /// Has plugins serve as they were whose folders cannot be looked into.
    private mutating func keep(_ served: [String: Found]) {
        let found = Set(found.compactMap(\.file.module))
        let folders = self.found.filter { $0.file.module == nil }
        for (module, entry) in served.sorted(by: { $0.key < $1.key }) where !found.contains(module)
        {
            let folder = folders.first { entry.file.path.hasPrefix($0.file.path + "/") }
            guard let folder else { continue }
            self.found.append(entry)
            keep(entry, at: self.found.count - 1, because: folder.file.problem)
        }
    }

    /// The catalog if some plugins go on serving as they were.
    ///
    /// - Parameters:
    ///   - problems: Why, by the module.
    ///   - old: What served until now.
    /// - Returns: What serves from now on.
    package func keeping(
        _ problems: [String: PluginProblem],
        from old: ActivationCatalog
    ) -> ActivationCatalog {
        var next = self
        var tried: [String: [PluginImage]] = [:]
        let served = old.servedByModule
        for index in next.found.indices {
            guard let module = next.found[index].file.module, let problem = problems[module],
                let served = served[module]
            else { continue }
            // It stays in the process although it does not serve.
            if let image = next.found[index].image, image.isMapped {
                tried[module, default: []].append(image)
            }
            next.keep(served, at: index, because: problem)
        }
        next.builds = old.builds.merging(tried) { known, tried in
            known + tried.filter { image in !known.contains { $0 === image } }
        }
        next.rebuildClasses()
        next.countBuilds()
        return next
    }

    /// The build that serves for a module; nil if none does.
    func image(of module: String) -> PluginImage? { servedByModule[module]?.image }

    /// What serves, by the module.
    private var servedByModule: [String: Found] {
        var served: [String: Found] = [:]
        for entry in found {
            guard let module = entry.file.module, entry.image != nil else { continue }
            served[module] = served[module] ?? entry
        }
        return served
    }

    /// Has a plugin serve as it was.
    private mutating func keep(_ served: Found, at index: Int, because problem: PluginProblem?) {
        var file = found[index].file
        file.state = .outdated
        file.problem = problem
        file.plugin = served.file.plugin
        file.classes = served.file.classes
        file.warnings = []
        found[index] = Found(file: file, image: served.image)
    }

    /// Takes a plugin out that does not serve yet.
    private mutating func refuse(at index: Int, because problem: PluginProblem) {
        found[index].image = nil
        found[index].file.state = .refused
        found[index].file.problem = problem
        (found[index].file.plugin, found[index].file.classes) = (nil, [])
    }

    /// Numbers the builds of each plugin.
    private mutating func countBuilds() {
        for index in found.indices {
            guard let module = found[index].file.module, let image = found[index].image else {
                continue
            }
            var history = builds[module] ?? []
            // A build that never ran costs nothing.
            history.removeAll { !$0.isMapped && $0 !== image }
            if !history.contains(where: { $0 === image }) { history.append(image) }
            builds[module] = history
            found[index].file.generation = history.firstIndex { $0 === image }.map { $0 + 1 }
        }
    }
}

extension PluginFile.State {
    /// Whether what a file was before goes on serving.
    fileprivate var keepsServing: Bool {
        switch self {
        case .refused, .quarantined, .waiting: true
        case .loaded, .shadowed, .outdated: false
        }
    }
}

extension PluginProblem {
    fileprivate static let tooManyBuilds = PluginProblem(
        .tooManyBuilds,
        "\(ActivationCatalog.buildLimit) builds of it are in this process already, and none can be "
            + "taken out.",
        remedy: "Start the process again."
    )
}
