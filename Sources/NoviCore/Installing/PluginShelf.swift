// An unsafe edge: files that a running host reads at the same time.

internal import Glibc

/// The place of one plugin in a root, and of the build that it has replaced.
///
/// Each change is one renaming, so a host that looks at any moment sees either
/// the one or the other.
package struct PluginShelf {
    /// The path of the plugin.
    package let path: String
    private let folder: String
    private let name: String

    /// The place of a plugin.
    ///
    /// A plugin that is there already under the name with `lib` before it keeps
    /// that name.
    ///
    /// - Parameters:
    ///   - module: The name of the module below the root, with points, such as
    ///     `standard.and_activation`.
    ///   - root: The folder that holds plugins.
    /// - Throws: ``PluginProblem`` if the name is not legal.
    package init(_ module: String, in root: String) throws(PluginProblem) {
        let parts = module.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if let part = parts.first(where: { !ModuleName.isLegal($0.utf8) }) {
            throw PluginProblem(
                .badName,
                "'\(part)' cannot be part of a class's name.",
                remedy: "Choose another, '\(ModuleName.proposal(for: part.utf8))' for example."
            )
        }
        folder = ([root] + parts.dropLast()).joined(separator: "/")
        let stem = parts.last ?? ""
        // A module named 'lib…' has to be written with another 'lib' before it.
        let names = stem.hasPrefix("lib") ? ["lib\(stem).so"] : ["\(stem).so", "lib\(stem).so"]
        let folder = folder
        name = names.first { access("\(folder)/\($0)", F_OK) == 0 } ?? names[0]
        path = "\(folder)/\(name)"
    }

    /// The name of the module that a library has by itself.
    ///
    /// - Parameter file: The path of the library.
    /// - Returns: The name of the file without `lib` and `.so`.
    package static func module(of file: String) -> String {
        let name = file.utf8.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? []
        let stem = ModuleName.isLibrary(name) ? ModuleName.stem(ofFile: name[...]) : name[...]
        return String(decoding: stem, as: UTF8.self)
    }

    /// The path of the build that was replaced.
    private var previous: String { "\(folder)/.\(name).previous" }

    /// Whether a plugin is there.
    package var isTaken: Bool { access(path, F_OK) == 0 }

    /// Whether there is a build that was replaced or removed.
    package var hasPrevious: Bool { access(previous, F_OK) == 0 }

    /// Puts a plugin there, and keeps what was there.
    ///
    /// - Parameters:
    ///   - content: The bytes of the library.
    ///   - signature: The content of its `.sig` file; nil if it has none.
    /// - Throws: ``PluginProblem`` if the files cannot be written.
    package func install(_ content: [UInt8], signature: [UInt8]?) throws(PluginProblem) {
        try makeFolder()
        try keep(path, as: previous)
        try keep("\(path).sig", as: "\(previous).sig")
        if let signature { try write(signature, to: "\(path).sig") } else { unlink("\(path).sig") }
        try write(content, to: path)
    }

    /// Exchanges the plugin for the build that it has replaced, or that was
    /// removed.
    ///
    /// - Throws: ``PluginProblem`` if there is none.
    package func rollBack() throws(PluginProblem) {
        guard hasPrevious else {
            throw PluginProblem(
                .brokenLink,
                "No build of '\(path)' has been kept.",
                remedy: "Install the one that you want."
            )
        }
        try exchange("\(path).sig", "\(previous).sig")
        try exchange(path, previous)
    }

    /// Takes the plugin away, and keeps it.
    ///
    /// - Throws: ``PluginProblem`` if there is none.
    package func remove() throws(PluginProblem) {
        guard rename(path, previous) == 0 else { throw failure(path) }
        if rename("\(path).sig", "\(previous).sig") != 0 { unlink("\(previous).sig") }
    }

    private func makeFolder() throws(PluginProblem) {
        var path = ""
        for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
            path +=
                path.isEmpty && part.isEmpty ? "/" : path.isEmpty || path == "/" ? part : "/\(part)"
            guard path == "/" || mkdir(path, 0o755) == 0 || errno == EEXIST else {
                throw failure(path)
            }
        }
    }

    /// Keeps a file under another name as well; what had that name is gone.
    private func keep(_ path: String, as other: String) throws(PluginProblem) {
        guard access(path, F_OK) == 0 else {
            if path.hasSuffix(".sig") { unlink(other) }
            return
        }
        let draft = "\(other).new"
        unlink(draft)
        guard link(path, draft) == 0, rename(draft, other) == 0 else { throw failure(other) }
    }

    /// Gives two files each other's name; either may be missing.
    private func exchange(_ one: String, _ other: String) throws(PluginProblem) {
        let draft = "\(other).new"
        unlink(draft)
        switch (access(one, F_OK) == 0, access(other, F_OK) == 0) {
        case (true, true):
            guard link(one, draft) == 0, rename(other, one) == 0, rename(draft, other) == 0 else {
                throw failure(one)
            }
        case (true, false): guard rename(one, other) == 0 else { throw failure(one) }
        case (false, true): guard rename(other, one) == 0 else { throw failure(other) }
        case (false, false): break
        }
    }

    private func write(_ content: [UInt8], to path: String) throws(PluginProblem) {
        let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let draft = path[..<slash] + ".\(path[slash...]).new"
        unlink(String(draft))
        let file = open(String(draft), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure(path) }
        // The mask of the user must not take from others the right to read it.
        let isWritten =
            Glibc.write(file, content, content.count) == content.count && fchmod(file, 0o644) == 0
            && fsync(file) == 0
        close(file)
        guard isWritten, rename(String(draft), path) == 0 else { throw failure(path) }
    }

    private func failure(_ path: String) -> PluginProblem {
        PluginProblem(
            .unreadable,
            "'\(path)' cannot be written: \(String(cString: strerror(errno))).",
            remedy: "Give this user the right to write there, or choose another folder."
        )
    }
}
