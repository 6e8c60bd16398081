internal import Foundation

/// Which plugins may be used, as the lock file and the trusted keys say.
///
/// It is read anew for each search.
struct PluginAdmission {
    private let lock: Result<PluginLock, PluginProblem>
    private let keys: Result<TrustedKeys, PluginProblem>
    /// Where changes would make other plugins admissible.
    let places: Set<WatchedPlace>

    /// Reads the files that the settings name.
    ///
    /// - Parameters:
    ///   - settings: Where they are.
    ///   - roots: The folders that hold plugins, in which they may not be.
    init(_ settings: PluginSettings, roots: [String]) {
        lock = Self.read(settings.lockFile, "lock file", .badLockFile, roots) {
            text throws(PluginProblem) in
            try PluginLock(parsing: text)
        }
        keys = Self.read(settings.keysFile, "file of trusted keys", .badKeyFile, roots) {
            text throws(PluginProblem) in
            try TrustedKeys(parsing: text)
        }
        places = Set(
            [settings.lockFile, settings.keysFile].map { WatchedPlace(entry: Array($0.utf8)) }
        )
    }

    private static func read<Content>(
        _ path: String,
        _ what: String,
        _ code: PluginProblem.Code,
        _ roots: [String],
        parse: (String) throws(PluginProblem) -> Content
    ) -> Result<Content, PluginProblem> {
        Result { () throws(PluginProblem) in
            if let root = roots.first(where: { isWithin(path, $0) }) {
                throw PluginProblem(
                    code,
                    "The \(what) '\(path)' is in a folder for plugins, '\(root)'.",
                    remedy: "Move it out: who may write plugins must not say which may be used."
                )
            }
            let file: OpenedFile
            do throws(PluginProblem) {
                file = try OpenedFile(Array(path.utf8))
            } catch {
                throw PluginProblem(
                    code,
                    "The \(what) '\(path)' cannot be read.",
                    remedy: "Make it, or set the policy to off under [plugins] in novi.ini."
                )
            }
            var trust = PathTrust()
            if let problem = trust.problem(of: file, at: Array(path.utf8)) {
                throw PluginProblem(
                    code,
                    "Somebody else could change the \(what) '\(path)'.",
                    remedy: problem.remedy
                )
            }
            let content = [UInt8](of: file.descriptor, count: Int(file.stamp.size))
            return try parse(String(decoding: content, as: UTF8.self))
        }
    }

    /// Whether a file is in a folder, or is reached through it.
    private static func isWithin(_ path: String, _ folder: String) -> Bool {
        let (file, folder) = (URL(filePath: path), URL(filePath: folder))
        let above = file.deletingLastPathComponent().resolvingSymlinksInPath()
        let ways = [
            file.standardizedFileURL, file.resolvingSymlinksInPath(),
            above.appending(path: file.lastPathComponent),
        ]
        return [folder.standardizedFileURL, folder.resolvingSymlinksInPath()].contains { folder in
            ways.contains { $0.path.hasPrefix(folder.path + "/") }
        }
    }

    /// Says what a plugin lacks.
    ///
    /// - Parameters:
    ///   - staged: Its private copy.
    ///   - path: The bytes of its path.
    ///   - name: Its path below the root.
    ///   - policy: What is asked of it.
    /// - Returns: What should be mended although it may be used.
    /// - Throws: ``PluginProblem`` if it may not be used.
    func check(
        _ staged: StagedFile,
        path: [UInt8],
        name: @autoclosure () -> String,
        policy: PluginPolicy
    ) throws(PluginProblem) -> [PluginProblem] {
        var warnings: [PluginProblem] = []
        if policy.lock != .off, let problem = lockProblem(staged, name(), policy.lock) {
            guard policy.lock == .warn else { throw problem }
            warnings.append(problem)
        }
        if let problem = signatureProblem(staged, path, policy.signature) {
            guard policy.signature == .warn else { throw problem }
            warnings.append(problem)
        }
        return warnings
    }

    /// Finds the plugins that the lock names and that are not there.
    ///
    /// - Parameter found: The paths below the roots of those that are.
    /// - Returns: The paths below the root, each with what is wrong.
    func missing(among found: Set<String>) -> [(path: String, problem: PluginProblem)] {
        guard case .success(let lock) = lock else { return [] }
        return lock.hashes.keys.filter { !found.contains($0) }.sorted().map { name in
            let problem = PluginProblem(
                .lockMismatch,
                "The lock file names '\(name)', which is in no folder for plugins.",
                remedy: "Install it again, or run 'novi plugin lock' if it is not wanted any more."
            )
            return (name, problem)
        }
    }

    private func lockProblem(
        _ staged: StagedFile,
        _ name: String,
        _ demand: PluginPolicy.Enforcement
    ) -> PluginProblem? {
        guard demand != .off else { return nil }
        switch lock {
        case .success(let lock): return lock.problem(of: name, staged.hash)
        case .failure(let problem): return problem
        }
    }

    private func signatureProblem(
        _ staged: StagedFile,
        _ path: [UInt8],
        _ demand: PluginPolicy.Enforcement
    ) -> PluginProblem? {
        guard demand != .off else { return nil }
        switch keys {
        case .failure(let problem): return problem
        case .success(let keys):
            return keys.problem(of: Self.signature(beside: path)) { staged.content }
        }
    }

    private static func signature(beside path: [UInt8]) -> String? {
        guard let file = try? OpenedFile(path + Array(".sig".utf8)), file.stamp.size <= 4096 else {
            // A signature that cannot be read is none.
            return nil
        }
        let size = Int(file.stamp.size)
        let bytes = [UInt8](of: file.descriptor, count: size)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    /// The lines, whether they end as on Unix or as on Windows, where Swift sees
    /// one character.
    var lines: [Substring] {
        split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }
}
