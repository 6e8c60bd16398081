// An unsafe edge: who may write where.

internal import Glibc

/// Finds out whether somebody else could change a plugin.
///
/// Everything on the way to a file, links among it, has to belong to root or to
/// this user, and may not be written by others. A shared folder in which nobody
/// can remove what others have put there (the sticky bit) is no fault, but the
/// folder with the plugins itself must not be one.
package struct PathTrust {
    private let user = geteuid()
    /// What is wrong with folders that were looked at, by their path; nil for nothing.
    private var known: [[UInt8]: String?] = [:]

    init() {}

    /// Looks at a file that says what the host does, and at all that leads to it.
    ///
    /// - Parameter path: The path.
    /// - Returns: What is wrong; nil if nothing is, or if the file cannot be read.
    package static func problem(at path: String) -> PluginProblem? {
        var trust = PathTrust()
        let path = Array(path.utf8)
        guard let file = try? OpenedFile(path) else { return nil }
        return trust.problem(of: file, at: path)
    }

    /// Looks at a file and at all folders and links that lead to it.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - path: The bytes of its path.
    /// - Returns: What is wrong; nil if nothing is.
    mutating func problem(of file: borrowing OpenedFile, at path: [UInt8]) -> PluginProblem? {
        if let problem = problem(of: file.status, at: path) { return problem }
        guard FileStatus(ofEntry: path)?.isLink == true else { return nil }
        // The folder of what the link leads to, and the way there.
        let fault = Self.folder(of: file.descriptor).flatMap { folderFault($0) }
        return (fault ?? wayFault(path)).map(PluginProblem.insecure)
    }

    /// Looks at a file to which no link leads, and at all folders on the way.
    mutating func problem(of file: FileStatus, at path: [UInt8]) -> PluginProblem? {
        if let fault = fault(owner: file.owner, mode: file.mode, mayBeSticky: false) {
            return .insecure("'\(ModuleName.printable(path))' \(fault)")
        }
        let folder = Array(path[..<(path.lastIndex(of: slash).map { $0 + 1 } ?? 0)])
        return folderFault(folder).map(PluginProblem.insecure)
    }

    private mutating func folderFault(_ path: [UInt8]) -> String? {
        if let fault = known[path] { return fault }
        let fault = wayFault(path, mayEndShared: false)
        known.updateValue(fault, forKey: path)
        return fault
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

    /// The folder in which an open file really is.
    private static func folder(of descriptor: Int32) -> [UInt8]? {
        guard let path = content(ofLink: Array("/proc/self/fd/\(descriptor)".utf8)) else {
            return nil
        }
        return path.lastIndex(of: slash).map { Array(path[...$0]) }
    }
}

extension PathTrust {
    /// How many links the system follows.
    private static let linkLimit = 40

    /// Goes a way step by step, also where links lead, and says who could have it
    /// lead elsewhere.
    private func wayFault(_ path: [UInt8], mayEndShared: Bool = true) -> String? {
        // The next part is the last one.
        var parts = Array(
            Self.parts(path.first == slash ? path : Self.workingFolder + path).reversed()
        )
        var (place, links): ([UInt8], Int) = ([], 0)
        if let fault = folderFault(place, mayBeSticky: mayEndShared || !parts.isEmpty) {
            return fault
        }
        while let part = parts.popLast() {
            if part == [UInt8(ascii: ".")] { continue }
            if part == Array("..".utf8) {
                // There is no link in what has been gone through.
                place = Array(place[..<(place.lastIndex(of: slash) ?? 0)])
                continue
            }
            let next = place + [slash] + part
            var status = stat()
            // What is not there now has not led to the file.
            guard lstat(next.map { CChar(bitPattern: $0) } + [0], &status) == 0 else { return nil }
            if status.st_mode & S_IFMT == S_IFLNK {
                links += 1
                guard links <= Self.linkLimit, let target = Self.content(ofLink: next) else {
                    return nil
                }
                // The mode of a link says nothing.
                if let fault = fault(owner: status.st_uid, mode: 0, mayBeSticky: true) {
                    return "the link '\(ModuleName.printable(next))' \(fault)"
                }
                if target.first == slash { place = [] }
                parts += Self.parts(target).reversed()
            } else {
                guard status.st_mode & S_IFMT == S_IFDIR else { return nil }
                place = next
                if let fault = folderFault(place, mayBeSticky: mayEndShared || !parts.isEmpty) {
                    return fault
                }
            }
        }
        return nil
    }

    /// What is wrong with a folder, whatever leads to it.
    private func folderFault(_ path: [UInt8], mayBeSticky: Bool) -> String? {
        let path = path.isEmpty ? [slash] : path
        var status = stat()
        guard stat(path.map { CChar(bitPattern: $0) } + [0], &status) == 0 else { return nil }
        return fault(owner: status.st_uid, mode: status.st_mode, mayBeSticky: mayBeSticky)
            .map { "the folder '\(ModuleName.printable(path))' \($0)" }
    }

    private static func parts(_ path: [UInt8]) -> [[UInt8]] {
        path.split(separator: slash).map(Array.init)
    }

    static func content(ofLink path: [UInt8]) -> [UInt8]? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path.map { CChar(bitPattern: $0) } + [0], &target, target.count)
        return count > 0 ? target.prefix(count).map { UInt8(bitPattern: $0) } : nil
    }

    /// The folder in which relative paths begin, with a slash behind it.
    private static var workingFolder: [UInt8] {
        (content(ofLink: Array("/proc/self/cwd".utf8)) ?? []) + [slash]
    }
}

private let slash = UInt8(ascii: "/")

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
