// An unsafe edge: files that other processes use at the same time.

internal import CNoviSystem
internal import Glibc
internal import NoviActivation

/// The folder with private copies of plugins and with what is known of them.
///
/// Several processes may use it at the same time: each file appears at once and
/// with all of its content.
package struct CacheFolder: Sendable, Hashable {
    /// The path.
    package let path: String

    /// Makes sure that there is a folder that only this user can write to.
    ///
    /// - Parameter path: The path; missing folders are made.
    /// - Throws: ``PluginProblem`` with the code `CACHE_UNUSABLE`.
    package init(_ path: String) throws(PluginProblem) {
        self.path = path
        try makeFolders()
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unusable(path) }
        defer { close(descriptor) }
        guard novi_allows_code(descriptor) else {
            throw .cacheUnusable("'\(path)' is on a file system from which nothing can be run")
        }
        guard access(path, W_OK) == 0 else { throw Self.unusable(path) }
    }

    /// Takes a folder that may be full or not be written to, for reading what is
    /// known of plugins that have brought a process down.
    ///
    /// - Parameter path: The path.
    /// - Throws: ``PluginProblem`` with the code `CACHE_UNUSABLE` if it is not there,
    ///   or if others could have written into it.
    init(existing path: String) throws(PluginProblem) {
        self.path = path
        try checkOwner()
    }

    private static let folders = ["plugins", "quarantine", "running"]

    /// Makes the folders that are missing.
    private func makeFolders() throws(PluginProblem) {
        try Self.make(path)
        try checkOwner()
        for folder in Self.folders { try Self.make("\(path)/\(folder)") }
    }

    private static func make(_ folder: String) throws(PluginProblem) {
        if let slash = folder.lastIndex(of: "/"), slash != folder.startIndex,
            access(String(folder[..<slash]), F_OK) != 0
        {
            try make(String(folder[..<slash]))
        }
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw unusable(folder) }
    }

    private func checkOwner() throws(PluginProblem) {
        var (status, link) = (stat(), stat())
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw .cacheUnusable("'\(path)' is not a folder")
        }
        // A service whose user exists only while it runs has a link of root's.
        guard lstat(path, &link) == 0, link.st_uid == 0 || link.st_uid == geteuid(),
            status.st_uid == geteuid(), status.st_mode & (S_IWGRP | S_IWOTH) == 0
        else {
            throw .cacheUnusable("others may write to '\(path)'")
        }
    }

    private static func unusable(_ path: String) -> PluginProblem {
        .cacheUnusable("'\(path)': \(String(cString: strerror(errno)))")
    }

    /// Where the copy of a content is, if it is there.
    func place(of hash: ContentHash) -> String { "\(path)/plugins/\(hash).so" }

    /// Makes a private copy of a file, or finds the one that there is.
    ///
    /// - Parameter file: The file.
    /// - Returns: The copy.
    /// - Throws: ``PluginProblem`` if it cannot be made.
    func stage(_ file: borrowing OpenedFile) throws(PluginProblem) -> StagedFile {
        try makeFolders()
        let draft = try Draft(in: self)
        let hash = try file.copy(to: draft.descriptor)
        let staged = StagedFile(hash: hash, place: .cache(path: place(of: hash)))
        if !staged.isIntact { try draft.become(staged.path, mode: 0o500) }
        return staged
    }

    /// Writes a file.
    func write(_ value: JSONValue, to name: String) throws(PluginProblem) {
        try makeFolders()
        let draft = try Draft(in: self)
        var bytes: [UInt8] = []
        value.write(to: &bytes)
        guard Glibc.write(draft.descriptor, bytes, bytes.count) == bytes.count else {
            throw Self.unusable("\(path)/\(name)")
        }
        try draft.become("\(path)/\(name)", mode: 0o600)
    }

    /// Reads a file; nil if there is none, or if it is damaged.
    func read(_ name: String) -> JSONValue? {
        let descriptor = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size <= 256 << 20 else { return nil }
        let bytes = [UInt8](of: descriptor, count: Int(status.st_size))
        return try? bytes.withUnsafeBytes(JSONValue.init(parsing:))
    }

    /// The names of the files in one of the folders.
    func names(in folder: String) -> [String] { allNames(in: folder).filter { !$0.hasPrefix(".") } }

    /// The names of the files in one of the folders, also of those that are being
    /// written.
    func allNames(in folder: String) -> [String] {
        guard let stream = opendir("\(path)/\(folder)") else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(String(decoding: entry.name, as: UTF8.self))
        }
        return names
    }
}

/// A file that has no name yet that anybody would look for.
struct Draft: ~Copyable {
    let descriptor: Int32
    private let path: String

    /// What the names of all drafts begin with.
    static let prefix = ".new-"

    init(in folder: CacheFolder) throws(PluginProblem) {
        let name = String(UInt64.random(in: .min ... .max), radix: 36)
        let path = "\(folder.path)/\(Self.prefix)\(name)"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cacheUnusable("'\(folder.path)': \(String(cString: strerror(errno)))")
        }
        self.path = path
        self.descriptor = descriptor
    }

    /// Takes the place of what is there.
    consuming func become(_ target: String, mode: mode_t) throws(PluginProblem) {
        fchmod(descriptor, mode)
        if rename(path, target) == 0 { return }
        // An empty folder is nothing that anybody needs.
        guard errno == EISDIR, rmdir(target) == 0, rename(path, target) == 0 else {
            throw .cacheUnusable("'\(target)': \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        close(descriptor)
        // It has its other name by now, or none is needed.
        unlink(path)
    }
}
