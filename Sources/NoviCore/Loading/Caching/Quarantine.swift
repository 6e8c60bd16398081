// An unsafe edge: files that other processes use at the same time.

internal import Glibc
internal import NoviActivation

extension CacheFolder {
    /// Finds the contents that have brought a process down.
    ///
    /// - Parameter host: What another one has found out by trying does not count.
    /// - Returns: How they have done it.
    func quarantined(host: String) -> [ContentHash: PluginProblem] {
        var problems: [ContentHash: PluginProblem] = [:]
        for name in names(in: "quarantine") {
            guard let hash = ContentHash(name) else { continue }
            let note = read("quarantine/\(name)")
            // A damaged note is a note.
            let problem = PluginProblem(note) ?? .hostCrashed
            if problem.code == .hostCrashed || note?["host"]?.string == host {
                problems[hash] = problem
            }
        }
        return problems
    }

    /// Keeps a content from being run until somebody says otherwise.
    ///
    /// - Parameters:
    ///   - hash: The content.
    ///   - problem: Why.
    ///   - host: Who has found it out.
    /// - Throws: ``PluginProblem`` if it cannot be written down.
    func quarantine(
        _ hash: ContentHash,
        _ problem: PluginProblem,
        host: String
    ) throws(PluginProblem) {
        var note = problem.json.object ?? [:]
        note["host"] = .string(host)
        try write(.object(note), to: "quarantine/\(hash)")
    }

    /// Lets a content be tried again.
    ///
    /// - Parameter hash: The content.
    /// - Returns: Whether it was in quarantine.
    func release(_ hash: ContentHash) -> Bool { unlink("\(path)/quarantine/\(hash)") == 0 }
}

extension CacheFolder {
    /// How many bytes of copies are kept.
    private static let sizeLimit: Int64 = 1 << 30
    /// How long a copy is kept that nobody has used, in seconds.
    private static let ageLimit = 90 * 24 * 60 * 60

    /// Removes copies that nobody has used for long, and the oldest of too many.
    ///
    /// Removing one that a process has mapped does it no harm.
    ///
    /// - Parameter hashes: Those that stay.
    func clean(keeping hashes: Set<ContentHash>) {
        removeDrafts()
        var copies: [(name: String, size: Int64, time: Int)] = []
        for name in names(in: "plugins") {
            var status = stat()
            guard let hash = ContentHash(String(name.prefix(64))), !hashes.contains(hash),
                stat("\(path)/plugins/\(name)", &status) == 0
            else { continue }
            copies.append((name, Int64(status.st_size), status.st_mtim.tv_sec))
        }
        let now = time(nil)
        var size: Int64 = 0
        for copy in copies.sorted(by: { $0.time > $1.time }) {
            size += copy.size
            guard size > Self.sizeLimit || now - copy.time > Self.ageLimit else { continue }
            unlink("\(path)/plugins/\(copy.name)")
        }
    }
}

extension CacheFolder {
    /// Removes what processes were writing that ended meanwhile.
    private func removeDrafts() {
        for name in allNames(in: ".") where name.hasPrefix(Draft.prefix) {
            var status = stat()
            let path = "\(path)/\(name)"
            // What is a day old is written by nobody any more.
            guard stat(path, &status) == 0, time(nil) - status.st_mtim.tv_sec > 24 * 60 * 60 else {
                continue
            }
            unlink(path)
        }
    }
}

extension PluginProblem {
    /// A process did not survive working with a plugin.
    static let hostCrashed = PluginProblem(
        .hostCrashed,
        "A process ended while it was loading it, or made or ended an instance of it.",
        remedy: "Replace it, or run 'novi plugin retry' if it was not its fault."
    )

    /// What the system lacks for trying plugins safely.
    static func sandboxIncomplete(_ gaps: [String]) -> PluginProblem {
        PluginProblem(
            .sandboxIncomplete,
            "Plugins are tried with fewer fences, because this system lacks: "
                + "\(gaps.joined(separator: "; ")).",
            remedy: "Allow Landlock and seccomp to the service, or accept it."
        )
    }
}
