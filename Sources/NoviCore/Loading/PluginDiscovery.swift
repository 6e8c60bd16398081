// An unsafe edge: folders and files as bytes, because Swift's text merges names that differ.

internal import Glibc
package import Logging

/// Looks for plugins in roots.
///
/// The pipeline for each entry whose name ends in `.so`: its name, the kind of
/// file, the header of the library, then loading. Each step may refuse the
/// entry with a ``PluginProblem``; a refused entry stops no other.
package struct PluginDiscovery {
    /// How deep folders are searched.
    private static let depthLimit = 16
    /// How many entries of one root are looked at.
    private static let entryLimit = 20_000

    private let logger: Logger
    private var catalog: ActivationCatalog
    /// Which file stands for a module: that of the first root that has it.
    private var owners: [String: (root: String, path: String)] = [:]
    private var root = ""
    private var entryCount = 0

    /// Searches roots.
    ///
    /// - Parameters:
    ///   - roots: The folders that hold plugins, in order; the first that has
    ///     a module wins. One that does not exist is passed over.
    ///   - catalog: What is known already; it wins over what is found.
    ///   - logger: Told what was refused.
    /// - Returns: The catalog with what was found.
    package static func search(
        _ roots: [String],
        into catalog: ActivationCatalog,
        logger: Logger
    ) -> ActivationCatalog {
        var discovery = PluginDiscovery(logger: logger, catalog: catalog)
        var searched: Set<FileIdentity> = []
        for root in roots {
            discovery.catalog.add(root: root)
            guard let identity = FileIdentity(Array(root.utf8)),
                searched.insert(identity).inserted
            else { continue }
            discovery.root = root
            discovery.entryCount = 0
            discovery.walk(Array(root.utf8), module: [], within: [])
        }
        return discovery.catalog
    }

    private init(logger: Logger, catalog: ActivationCatalog) {
        self.logger = logger
        self.catalog = catalog
        for module in catalog.modules { owners[module] = (root: "", path: "The app itself") }
    }

    /// Searches a folder.
    ///
    /// - Parameters:
    ///   - folder: Its path.
    ///   - module: The names of the folders below the root.
    ///   - above: The folders that lead to it, from the root on.
    private mutating func walk(
        _ folder: [UInt8],
        module: [[UInt8]],
        within above: [FileIdentity]
    ) {
        guard let identity = FileIdentity(folder), !above.contains(identity) else { return }
        guard above.count <= Self.depthLimit else { return refuse(folder, .tooDeep) }
        let names: [[UInt8]]
        do throws(PluginProblem) {
            names = try Self.names(in: folder)
        } catch {
            return refuse(folder, error)
        }
        let libraries = names.filter(ModuleName.isLibrary)
        let stems = Dictionary(grouping: libraries) { Array(ModuleName.stem(ofFile: $0[...])) }
        for name in names {
            guard countEntry(folder) else { return }
            let path = folder + [UInt8(ascii: "/")] + name
            if ModuleName.isLibrary(name) {
                let stem = ModuleName.stem(ofFile: name[...])
                visit(path, module: module + [Array(stem)], twins: stems[Array(stem)] ?? [])
            } else if FileIdentity.isFolder(path) {
                walk(path, module: module + [name], within: above + [identity])
            }
        }
    }

    private mutating func countEntry(_ folder: [UInt8]) -> Bool {
        entryCount += 1
        guard entryCount > Self.entryLimit else { return true }
        guard entryCount == Self.entryLimit + 1 else { return false }
        let problem = PluginProblem(
            .tooMuch,
            "The root has more than \(Self.entryLimit) entries; the rest is not looked at.",
            remedy: "Keep only plugins in it."
        )
        refuse(folder, problem)
        return false
    }

    /// Shows a folder that is not searched, or not to its end.
    private mutating func refuse(_ folder: [UInt8], _ problem: PluginProblem) {
        note("folder is not searched", folder, problem)
        let path = ModuleName.printable(folder)
        let file = PluginFile(path: path, module: nil, state: .refused, problem: problem)
        catalog.add(file, classes: [])
    }

    /// Looks at one entry whose name ends in `.so`.
    private mutating func visit(_ path: [UInt8], module: [[UInt8]], twins: [[UInt8]]) {
        let name = ModuleName.printable(path)
        let legal = module.allSatisfy(ModuleName.isLegal)
        let qualified = (["novi_activations"] + module.map(ModuleName.printable))
            .joined(separator: ".")
        var file = PluginFile(path: name, module: legal ? qualified : nil, state: .loaded)
        var classes: [RegisteredClass] = []
        do throws(PluginProblem) {
            try checkName(module, qualified: qualified, twins: twins, path: name)
            try LibraryHeader.check(path)
            let cPath = path.map { CChar(bitPattern: $0) } + [0]
            (file.plugin, classes) = try PluginLibrary.load(cPath, module: qualified, name: name)
            file.classes = classes.map(\.name)
        } catch {
            file.state = error.code == .shadowed ? .shadowed : .refused
            file.problem = error
            note("plugin is not used", path, error)
        }
        catalog.add(file, classes: classes)
    }

    private mutating func checkName(
        _ module: [[UInt8]],
        qualified: String,
        twins: [[UInt8]],
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
        guard twins.count < 2 else {
            let names = twins.map(ModuleName.printable).sorted().joined(separator: "' and '")
            throw PluginProblem(
                .ambiguousModule,
                "'\(names)' stand side by side and mean the same module.",
                remedy: "Remove one of them."
            )
        }
    }

    private func note(_ message: Logger.Message, _ path: [UInt8], _ problem: PluginProblem) {
        logger.debug(
            message,
            metadata: [
                "novi.plugin.path": "\(ModuleName.printable(path))",
                "novi.plugin.code": "\(problem.code.rawValue)",
                "novi.plugin.message": "\(problem.message)",
            ]
        )
    }
}

extension PluginDiscovery {
    /// The names in a folder in the order of their bytes, without those that
    /// begin with a point.
    private static func names(in folder: [UInt8]) throws(PluginProblem) -> [[UInt8]] {
        guard let stream = opendir(folder.map { CChar(bitPattern: $0) } + [0]) else {
            throw .unreadable("The folder cannot be read: \(String(cString: strerror(errno))).")
        }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while names.count <= entryLimit, let entry = readdir(stream) {
            let name = entry.name
            if name.first != UInt8(ascii: ".") { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }
}

extension UnsafeMutablePointer<dirent> {
    /// The bytes of the name.
    ///
    /// The entry ends with them, so the 256 bytes that C declares are not there.
    fileprivate var name: [UInt8] {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
        let start = (UnsafeRawPointer(self) + offset).assumingMemoryBound(to: CChar.self)
        return Array(UnsafeRawBufferPointer(start: start, count: strlen(start)))
    }
}

extension PluginProblem {
    /// A folder that is not searched, because too many lead to it.
    fileprivate static let tooDeep = PluginProblem(
        .tooMuch,
        "Folders are searched 16 deep; what is in this one is not looked at.",
        remedy: "Move it nearer to the root."
    )

    /// A problem with reading a file or a folder.
    static func unreadable(_ message: String) -> PluginProblem {
        PluginProblem(
            .unreadable,
            message,
            remedy: "Give the user that runs Novi the right to read it."
        )
    }
}

/// Which file a path leads to, however it is spelled.
private struct FileIdentity: Hashable {
    let device: dev_t
    let node: ino_t

    /// Looks at a path; nil if it leads nowhere.
    init?(_ path: [UInt8]) {
        var status = stat()
        guard stat(path.map { CChar(bitPattern: $0) } + [0], &status) == 0 else { return nil }
        device = status.st_dev
        node = status.st_ino
    }

    /// Whether a path leads to a folder.
    static func isFolder(_ path: [UInt8]) -> Bool {
        var status = stat()
        return stat(path.map { CChar(bitPattern: $0) } + [0], &status) == 0
            && status.st_mode & S_IFMT == S_IFDIR
    }
}
