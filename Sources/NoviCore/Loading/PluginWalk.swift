// An unsafe edge: folders and files as bytes, because Swift's text merges names that differ.

internal import Glibc

/// A walk through a root: every entry whose name ends in `.so`, and every folder
/// that cannot be searched.
struct PluginWalk {
    /// What was found.
    enum Entry {
        /// An entry whose name ends in `.so`: the bytes of its path, the parts of
        /// its module below the root, and all names in its folder that mean the same
        /// module.
        case library(path: [UInt8], module: [[UInt8]], twins: [[UInt8]])
        /// A folder that is not searched, or not to its end.
        case folder(path: [UInt8], PluginProblem)
    }

    /// How deep folders are searched.
    private static let depthLimit = 16
    /// How many entries of one root are looked at.
    private static let entryLimit = 20_000

    /// What was found, in the order of the bytes of names.
    private(set) var entries: [Entry] = []
    /// The folders where changes would make another walk find something else.
    private(set) var places: Set<WatchedPlace> = []
    private var count = 0

    /// Walks through a root.
    ///
    /// - Parameter root: The path.
    init(_ root: String) {
        enter(Array(root.utf8), module: [], within: [])
    }

    /// Searches a folder.
    ///
    /// - Parameters:
    ///   - folder: Its path.
    ///   - module: The names of the folders below the root.
    ///   - above: The folders that lead to it, from the root on.
    private mutating func enter(
        _ folder: [UInt8],
        module: [[UInt8]],
        within above: [FileIdentity]
    ) {
        guard let identity = FileIdentity(folder) else {
            // What is not there is no fault; what cannot be looked at may be there.
            if errno != ENOENT, errno != ENOTDIR {
                entries.append(.folder(path: folder, Self.unreadable(errno)))
            }
            return
        }
        guard !above.contains(identity) else { return }
        guard above.count <= Self.depthLimit else {
            return entries.append(.folder(path: folder, .tooDeep))
        }
        places.insert(WatchedPlace(plugins: folder))
        let names: [[UInt8]]
        do throws(PluginProblem) {
            names = try Self.names(in: folder)
        } catch {
            return entries.append(.folder(path: folder, error))
        }
        let libraries = names.filter(ModuleName.isLibrary)
        let stems = Dictionary(grouping: libraries) { Array(ModuleName.stem(ofFile: $0[...])) }
        for name in names {
            guard countEntry(folder) else { return }
            let path = folder + [UInt8(ascii: "/")] + name
            if ModuleName.isLibrary(name) {
                let stem = Array(ModuleName.stem(ofFile: name[...]))
                let twins = stems[stem] ?? []
                entries.append(.library(path: path, module: module + [stem], twins: twins))
            } else if FileIdentity.isFolder(path) {
                enter(path, module: module + [name], within: above + [identity])
            }
        }
    }

    private mutating func countEntry(_ folder: [UInt8]) -> Bool {
        count += 1
        guard count > Self.entryLimit else { return true }
        guard count == Self.entryLimit + 1 else { return false }
        let problem = PluginProblem(
            .tooMuch,
            "The root has more than \(Self.entryLimit) entries; the rest is not looked at.",
            remedy: "Keep only plugins in it."
        )
        entries.append(.folder(path: folder, problem))
        return false
    }
}

extension PluginWalk {
    private static func unreadable(_ code: Int32) -> PluginProblem {
        code == EMFILE || code == ENFILE
            ? .outOfFiles
            : .unreadable("The folder cannot be read: \(String(cString: strerror(code))).")
    }

    /// The names in a folder in the order of their bytes, without those that
    /// begin with a point.
    private static func names(in folder: [UInt8]) throws(PluginProblem) -> [[UInt8]] {
        guard let stream = opendir(folder.map { CChar(bitPattern: $0) } + [0]) else {
            throw unreadable(errno)
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
    var name: [UInt8] {
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

    /// No file can be opened, whichever it is.
    static let outOfFiles = PluginProblem(
        .outOfFiles,
        "It cannot be opened now: this process has as many files open as it may.",
        remedy: "Raise the limit (ulimit -n, or LimitNOFILE= of the service)."
    )

    /// A problem with reading a file or a folder.
    package static func unreadable(_ message: String) -> PluginProblem {
        PluginProblem(
            .unreadable,
            message,
            remedy: "Give the user that runs Novi the right to read it."
        )
    }
}

/// Which file a path leads to, however it is spelled.
struct FileIdentity: Hashable {
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
