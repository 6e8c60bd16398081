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
        let names = ["\(stem).so", "lib\(stem).so"].filter { Self.module(of: $0) == stem }
        let folder = folder
        // One that was removed comes back under the name that it had.
        let files = names + names.map { ".\($0).previous" }
        let known = files.firstIndex { access("\(folder)/\($0)", F_OK) == 0 } ?? 0
        name = names[known % names.count]
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
        try alone { () throws(PluginProblem) in
            let (draft, signatureDraft) = ("\(folder)/.\(name).new", "\(folder)/.\(name).sig.new")
            defer { for draft in [draft, signatureDraft] { unlink(draft) } }
            // Nothing is touched before all is written.
            try write(content, to: draft)
            if let signature { try write(signature, to: signatureDraft) }
            if isTaken {
                try keep(path, as: previous)
                try keep("\(path).sig", as: "\(previous).sig")
            }
            if signature == nil {
                unlink("\(path).sig")
            } else {
                try move(signatureDraft, to: "\(path).sig")
            }
            try move(draft, to: path)
        }
    }

    /// Exchanges the plugin for the build that it has replaced, or that was
    /// removed.
    ///
    /// - Throws: ``PluginProblem`` if there is none.
    package func rollBack() throws(PluginProblem) {
        let nothing = PluginProblem(
            .brokenLink,
            "No build of '\(path)' has been kept.",
            remedy: "Install the one that you want."
        )
        guard hasPrevious else { throw nothing }
        try alone { () throws(PluginProblem) in
            guard hasPrevious else { throw nothing }
            try exchange("\(path).sig", "\(previous).sig")
            try exchange(path, previous)
        }
    }

    /// Takes the plugin away, and keeps it.
    ///
    /// - Throws: ``PluginProblem`` if there is none.
    package func remove() throws(PluginProblem) {
        try alone { () throws(PluginProblem) in
            try move(path, to: previous)
            if rename("\(path).sig", "\(previous).sig") != 0 { unlink("\(previous).sig") }
        }
    }

    /// Does something while nobody else changes plugins in the folder.
    private func alone(_ body: () throws(PluginProblem) -> Void) throws(PluginProblem) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 { guard errno == EINTR else { throw failure(path) } }
        try body()
    }

    private func makeFolder() throws(PluginProblem) {
        var path = ""
        for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
            path +=
                path.isEmpty && part.isEmpty ? "/" : path.isEmpty || path == "/" ? part : "/\(part)"
            if path == "/" { continue }
            if mkdir(path, 0o755) == 0 {
                // The mask of the user must not take from others the right to read.
                chmod(path, 0o755)
            } else if errno != EEXIST {
                throw failure(path)
            }
        }
    }

    /// Keeps a file under another name as well; what had that name is gone.
    private func keep(_ path: String, as other: String) throws(PluginProblem) {
        guard access(path, F_OK) == 0 else {
            unlink(other)
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

    private func move(_ one: String, to other: String) throws(PluginProblem) {
        guard rename(one, other) == 0 else { throw failure(other) }
    }

    private func write(_ content: [UInt8], to draft: String) throws(PluginProblem) {
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        let isWritten =
            Glibc.write(file, content, content.count) == content.count && fchmod(file, 0o644) == 0
            && fsync(file) == 0
        guard isWritten else { throw failure(path) }
    }

    private func failure(_ path: String) -> PluginProblem {
        PluginProblem(
            .unreadable,
            "'\(path)' cannot be written: \(String(cString: strerror(errno))).",
            remedy: "Give this user the right to write there, or choose another folder."
        )
    }
}
