internal import Glibc

/// The lock file: which content each plugin has to have.
///
/// Each line is the SHA-256, two spaces, and the path below the root, as
/// `sha256sum` writes them; lines that begin with `#` are comments.
package struct PluginLock: Sendable, Hashable {
    /// The contents by the path below the root.
    package var hashes: [String: ContentHash]

    /// Makes a lock.
    ///
    /// - Parameter hashes: The contents by the path below the root.
    package init(_ hashes: [String: ContentHash]) { self.hashes = hashes }

    /// Reads a lock.
    ///
    /// - Parameter text: The content of a lock file.
    /// - Throws: ``PluginProblem`` if a line makes no sense.
    package init(parsing text: String) throws(PluginProblem) {
        hashes = [:]
        for (index, line) in text.lines.enumerated()
        where !line.isEmpty && !line.hasPrefix("#") {
            let name = line.dropFirst(66)
            guard line.utf8.dropFirst(64).starts(with: "  ".utf8), !name.isEmpty,
                let hash = ContentHash(String(line.prefix(64)))
            else {
                throw PluginProblem(
                    .badLockFile,
                    "Line \(index + 1) of the lock file is not a SHA-256, two spaces and a path.",
                    remedy: "Write it anew with 'novi plugin lock'."
                )
            }
            guard hashes.updateValue(hash, forKey: String(name)) == nil else {
                throw PluginProblem(
                    .badLockFile,
                    "Line \(index + 1) of the lock file names '\(name)' for the second time.",
                    remedy: "Write it anew with 'novi plugin lock'."
                )
            }
        }
    }

    /// Names all plugins that a search has found.
    ///
    /// - Parameter catalog: What the search found, without a lock.
    package init(_ catalog: ActivationCatalog) {
        hashes = [:]
        for file in catalog.files {
            guard let hash = file.hash,
                let root = catalog.roots.first(where: { file.path.utf8.starts(with: "\($0)/".utf8) }
                )
            else { continue }
            let name = file.path.utf8.dropFirst(root.utf8.count + 1)
            hashes[String(decoding: name, as: UTF8.self)] = hash
        }
    }

    /// The content of a lock file.
    package var text: String {
        "# The plugins that Novi may use, written by 'novi plugin lock'.\n"
            + hashes.sorted { $0.key < $1.key }.map { "\($1)  \($0)\n" }.joined()
    }

    /// Finds out why a plugin does not fit the lock.
    ///
    /// - Parameters:
    ///   - name: The path below the root.
    ///   - hash: What it contains.
    /// - Returns: Why; nil if it fits.
    package func problem(of name: String, _ hash: ContentHash) -> PluginProblem? {
        guard let expected = hashes[name] else {
            return PluginProblem(
                .notLocked,
                "The lock file does not name '\(name)'.",
                remedy: "If it is wanted, run 'novi plugin lock'; else take it away."
            )
        }
        guard expected != hash else { return nil }
        return PluginProblem(
            .lockMismatch,
            "It is not what the lock file says: expected SHA-256 \(expected), found \(hash).",
            remedy: "Find out who changed it; if the change is wanted, run 'novi plugin lock'."
        )
    }
}
