// An unsafe edge: who may write where.

internal import Glibc

/// Finds out whether somebody else could change a plugin.
///
/// Everything on the way to a file has to belong to root or to this user, and may
/// not be written by others. A shared folder in which nobody can remove what
/// others have put there (the sticky bit) is no fault, but the folder with the
/// plugins itself must not be one.
struct PathTrust {
    private let user = geteuid()
    /// What is wrong with folders that were looked at, by their path; nil for nothing.
    private var known: [String: String?] = [:]

    init() {}

    /// Looks at a file and at all folders that lead to it.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - path: The bytes of its path.
    /// - Returns: What is wrong; nil if nothing is.
    mutating func problem(
        of file: borrowing OpenedFile,
        at path: [UInt8]
    ) -> PluginProblem? {
        let name = ModuleName.printable(path)
        if let fault = fault(owner: file.owner, mode: file.mode, mayBeSticky: false) {
            return .insecure("'\(name)' \(fault)")
        }
        let folder = path[..<(path.lastIndex(of: UInt8(ascii: "/")) ?? 0)]
        // The folders of the entry and, if that is a link, those of what it leads to.
        for path in Set([Self.resolve(Array(folder)), Self.target(file.descriptor)]) {
            if let fault = path.flatMap({ folderFault($0) }) { return .insecure(fault) }
        }
        return nil
    }

    private mutating func folderFault(_ path: String) -> String? {
        if let fault = known[path] { return fault }
        var next = path
        var found: String?
        while found == nil {
            var status = stat()
            if stat(next, &status) == 0,
                let fault = fault(
                    owner: status.st_uid,
                    mode: status.st_mode,
                    mayBeSticky: next != path
                )
            {
                found = "the folder '\(next)' \(fault)"
            }
            guard let slash = next.lastIndex(of: "/"), next != "/" else { break }
            next = slash == next.startIndex ? "/" : String(next[..<slash])
        }
        known.updateValue(found, forKey: path)
        return found
    }

    private func fault(owner: uid_t, mode: mode_t, mayBeSticky: Bool) -> String? {
        guard owner == 0 || owner == user else {
            return "belongs to another user (\(owner))"
        }
        guard mode & (S_IWGRP | S_IWOTH) != 0, !(mayBeSticky && mode & S_ISVTX != 0) else {
            return nil
        }
        return "may be written by others (mode \(String(mode & 0o7777, radix: 8)))"
    }

    private static func resolve(_ path: [UInt8]) -> String? {
        let path = (path.isEmpty ? [UInt8(ascii: ".")] : path).map { CChar(bitPattern: $0) } + [0]
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// The folder in which an open file really is.
    private static func target(_ descriptor: Int32) -> String? {
        guard let real = realpath("/proc/self/fd/\(descriptor)", nil) else { return nil }
        defer { free(real) }
        let path = String(cString: real)
        return path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) }
    }
}

extension PluginProblem {
    fileprivate static func insecure(_ what: String) -> PluginProblem {
        PluginProblem(
            .insecurePermissions,
            "Somebody else could change it: \(what).",
            remedy: "Run 'chown' and 'chmod go-w' on it, or set permissions under [plugins] in "
                + "novi.ini."
        )
    }
}
