/// One search through roots.
struct PluginSearch {
    private let settings: PluginSettings
    private let store: PluginStore
    private var catalog: ActivationCatalog
    /// Which file stands for a module: that of the first root that has it.
    private var owners: [String: (root: String, path: String)] = [:]
    /// The first file with a content.
    private var firstPaths: [ContentHash: String] = [:]
    private var searched: Set<FileIdentity> = []
    /// The folders where changes would make another search find something else.
    private(set) var places: Set<WatchedPlace>
    /// Whether a file is still being written.
    private(set) var isUnfinished = false
    /// Whether something takes long to try.
    private(set) var isUntried = false
    private var trust = PathTrust()
    private let admission: PluginAdmission

    /// Begins a search.
    ///
    /// - Parameters:
    ///   - roots: The folders that will be searched.
    ///   - settings: How plugins are checked.
    ///   - store: What is known of plugins from before.
    ///   - catalog: What is known already; it wins over what is found.
    init(
        roots: [String],
        settings: PluginSettings,
        store: PluginStore,
        catalog: ActivationCatalog
    ) {
        admission = PluginAdmission(settings, roots: roots)
        places = admission.places
        self.settings = settings.current
        self.store = store
        self.catalog = catalog
        self.catalog.timeBudget = settings.timeBudget
        for module in catalog.modules { owners[module] = (root: "", path: "The app itself") }
        store.begin()
    }

    /// Ends the search.
    ///
    /// - Returns: The catalog with what was found.
    mutating func finish() -> ActivationCatalog {
        store.end(keeping: Set(firstPaths.keys))
        catalog.add(notices: store.notices)
        return catalog
    }

    /// Takes over what is in a root.
    mutating func look(into root: String) {
        catalog.add(root: root)
        places.formUnion(WatchedPlace.way(to: Array(root.utf8)))
        if let identity = FileIdentity(Array(root.utf8)) {
            guard searched.insert(identity).inserted else { return }
        }
        let walk = PluginWalk(root)
        places.formUnion(walk.places)
        for entry in walk.entries {
            switch entry {
            case .library(let path, let module, let twins):
                visit(path, module: module, twins: twins, root: root)
            case .folder(let path, let problem):
                let name = ModuleName.printable(path)
                let state = PluginFile.State(problem.code)
                if state == .waiting { isUnfinished = true }
                catalog.add(PluginFile(path: name, module: nil, state: state, problem: problem))
            }
        }
    }

    /// Looks at one entry whose name ends in `.so`.
    private mutating func visit(
        _ path: [UInt8],
        module: [[UInt8]],
        twins: [[UInt8]],
        root: String
    ) {
        let name = ModuleName.printable(path)
        let legal = module.allSatisfy(ModuleName.isLegal)
        let qualified = (["novi_activations"] + module.map(ModuleName.printable))
            .joined(separator: ".")
        var file = PluginFile(path: name, module: legal ? qualified : nil, state: .loaded)
        do throws(PluginProblem) {
            try checkName(module, qualified: qualified, root: root, path: name)
            try checkTwins(twins)
            let policy = settings.policy(for: qualified)
            let image = try open(path, root: root, policy: policy, &file)
            file.plugin = image.description.label
            file.classes = image.description.classes.map { "\(qualified).\($0.name)" }
            catalog.add(file, image)
        } catch {
            // What was taken away meanwhile is as if it had not been there.
            if error.code == .brokenLink, FileStatus(ofEntry: path) == nil { return }
            file.state = PluginFile.State(error.code)
            file.problem = error
            if file.state == .waiting { isUnfinished = true }
            if error.code == .untried { isUntried = true }
            catalog.add(file)
        }
    }

    /// Goes all the way with one file.
    private mutating func open(
        _ path: [UInt8],
        root: String,
        policy: PluginPolicy,
        _ file: inout PluginFile
    ) throws(PluginProblem) -> PluginImage {
        guard policy.isEnabled else { throw .disabled }
        let staged = try stage(path, policy: policy, &file)
        file.hash = staged.hash
        if let first = firstPaths[staged.hash] {
            file.warnings.append(.alias(of: first))
        } else {
            firstPaths[staged.hash] = file.path
        }
        file.warnings += try admission.check(
            staged,
            path: path,
            name: ModuleName.printable(path.dropFirst(root.utf8.count + 1)),
            policy: policy
        )
        let (image, warnings) = try store.image(of: staged, origin: path, policy: policy)
        file.warnings += warnings
        return image
    }

    /// The private copy of a file, if those who could change the file are trusted.
    private mutating func stage(
        _ path: [UInt8],
        policy: PluginPolicy,
        _ file: inout PluginFile
    ) throws(PluginProblem) -> StagedFile {
        let entry = FileStatus(ofEntry: path)
        // What has not changed need not be opened.
        if let entry, entry.isRegular, let known = store.copy(of: entry.stamp, policy: policy) {
            let problem = policy.permissions == .off ? nil : trust.problem(of: entry, at: path)
            try heed(problem, policy: policy, &file)
            return known
        }
        // Where a link leads, something may change too.
        if entry?.isLink == true { places.formUnion(WatchedPlace.way(to: path)) }
        let opened = try OpenedFile(path)
        let problem = policy.permissions == .off ? nil : trust.problem(of: opened, at: path)
        try heed(problem, policy: policy, &file)
        return try store.stage(opened, policy: policy)
    }

    private func heed(
        _ problem: PluginProblem?,
        policy: PluginPolicy,
        _ file: inout PluginFile
    ) throws(PluginProblem) {
        guard let problem else { return }
        guard policy.permissions == .warn else { throw problem }
        file.warnings.append(problem)
    }

    private mutating func checkName(
        _ module: [[UInt8]],
        qualified: String,
        root: String,
        path: String
    ) throws(PluginProblem) {
        if let part = module.first(where: { !ModuleName.isLegal($0) }) {
            throw PluginProblem(
                .badName,
                "'\(ModuleName.printable(part))' cannot be part of a class's name.",
                remedy: "Rename it, to '\(ModuleName.proposal(for: part))' for example."
            )
        }
        let owner = owners[qualified] ?? (root, path)
        owners[qualified] = owner
        guard owner.root == root else {
            throw PluginProblem(
                .shadowed,
                "'\(owner.path)' has the same name and is searched before.",
                remedy: "Remove one of the two, or change the order of the roots."
            )
        }
    }

    private func checkTwins(_ twins: [[UInt8]]) throws(PluginProblem) {
        guard twins.count > 1 else { return }
        let names = twins.map(ModuleName.printable).sorted().joined(separator: "' and '")
        throw PluginProblem(
            .ambiguousModule,
            "'\(names)' stand side by side and mean the same module.",
            remedy: "Remove one of them."
        )
    }
}

extension PluginFile.State {
    /// What becomes of a file that has a problem.
    fileprivate init(_ code: PluginProblem.Code) {
        switch code {
        case .shadowed: self = .shadowed
        case .beingWritten, .untried, .outOfFiles: self = .waiting
        case .probeCrashed, .probeExited, .probeTimeout, .hostCrashed: self = .quarantined
        default: self = .refused
        }
    }
}

extension PluginProblem {
    fileprivate static let disabled = PluginProblem(
        .disabled,
        "The configuration says that it is not to be used.",
        remedy: "Set enabled = yes under its [plugin …] in novi.ini."
    )

    fileprivate static func alias(of path: String) -> PluginProblem {
        PluginProblem(
            .alias,
            "It has the same content as '\(path)', so both are one plugin under two names.",
            remedy: "Remove one of them, unless both names are needed."
        )
    }
}
