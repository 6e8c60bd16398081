internal import CNoviSystem
internal import Glibc
package import Logging

/// Looks for plugins in roots, and remembers what it has found out.
///
/// The way of each entry whose name ends in `.so`: its name, the kind of file and
/// who may write to it, the library as its tables describe it, a private copy,
/// and what came of trying that in a process of its own. Each step may refuse the
/// entry with a ``PluginProblem``; a refused entry stops no other, and nothing of
/// it is run. What passes is mapped when a flag uses it.
package final class PluginDiscovery {
    private let roots: [String]
    private let settings: PluginSettings
    private let logger: Logger
    private let store: PluginStore
    /// The folders where changes would make another search find something else.
    package private(set) var places: Set<WatchedPlace> = []
    /// Whether a file is still being written, so that another search is due.
    package private(set) var isUnfinished = false
    /// Whether something takes long to try.
    private var isUntried = false
    /// How often the first search is repeated for files that are being written.
    private var patience = 10
    /// What was said about each entry the last time.
    private var reported: [String: [PluginProblem]] = [:]

    /// Prepares to search roots; nothing happens yet.
    ///
    /// - Parameters:
    ///   - roots: The folders that hold plugins, in order; the first that has
    ///     a module wins. One that does not exist is passed over.
    ///   - settings: How plugins are checked.
    ///   - logger: Told what was refused.
    package init(roots: [String], settings: PluginSettings, logger: Logger) {
        self.roots = roots
        self.settings = settings
        self.logger = logger
        store = PluginStore(settings)
    }

    /// Searches the roots.
    ///
    /// - Parameters:
    ///   - catalog: What is known already; it wins over what is found.
    ///   - isPatient: Whether to wait for what takes long to try; else it is tried
    ///     in the searches that follow.
    /// - Returns: The catalog with what was found.
    package func search(
        into catalog: ActivationCatalog,
        isPatient: Bool = true
    ) -> ActivationCatalog {
        var found = searchOnce(into: catalog)
        while isPatient, isUntried { found = searchOnce(into: catalog) }
        // Who begins waits a moment for what is just being installed; later, changes are followed.
        while patience > 0, isUnfinished, !isUntried {
            patience -= 1
            usleep(200_000)
            found = searchOnce(into: catalog)
        }
        patience = 0
        return found
    }

    private func searchOnce(into catalog: ActivationCatalog) -> ActivationCatalog {
        var search = PluginSearch(
            roots: roots,
            settings: settings,
            store: store,
            catalog: catalog
        )
        for root in roots { search.look(into: root) }
        places = search.places
        isUnfinished = search.isUnfinished
        isUntried = search.isUntried
        let catalog = search.finish()
        report(catalog)
        return catalog
    }

    /// Searches roots once.
    ///
    /// - Parameters:
    ///   - roots: The folders that hold plugins, in order.
    ///   - catalog: What is known already; it wins over what is found.
    ///   - settings: How plugins are checked.
    ///   - logger: Told what was refused.
    /// - Returns: The catalog with what was found.
    package static func search(
        _ roots: [String],
        into catalog: ActivationCatalog,
        settings: PluginSettings = PluginSettings(),
        logger: Logger
    ) -> ActivationCatalog {
        PluginDiscovery(roots: roots, settings: settings, logger: logger).search(into: catalog)
    }

    /// From now on, a signal with which somebody ends this process on purpose is no
    /// plugin's fault; for programs that heed no signals.
    package static func forgiveInterruptions() { novi_forgive_interruptions() }

    /// Lets plugins be tried again that did not pass; the next search does it.
    ///
    /// - Parameter files: Which, as the last search found them.
    package func retry(_ files: [PluginFile]) { store.retry(Set(files.compactMap(\.hash))) }

    /// Compares plugins with the lock file and the trusted keys; nothing is run.
    ///
    /// - Parameters:
    ///   - roots: The folders that hold plugins.
    ///   - settings: Where the lock file and the keys are.
    ///   - lock: Whether there is a lock.
    ///   - signatures: Whether there are trusted keys.
    /// - Returns: What does not fit, with the path of the file.
    package static func verify(
        _ roots: [String],
        settings: PluginSettings,
        lock: Bool,
        signatures: Bool
    ) -> [(path: String, problem: PluginProblem)] {
        let admission = PluginAdmission(settings, roots: roots)
        var policy = PluginPolicy()
        policy.lock = lock ? .warn : .off
        policy.signature = signatures ? .warn : .off
        var findings: [(String, PluginProblem)] = []
        var found: Set<String> = []
        for root in roots {
            for case .library(let path, _, _) in PluginWalk(root).entries {
                let name = ModuleName.printable(path)
                let below = ModuleName.printable(path.dropFirst(root.utf8.count + 1))
                found.insert(below)
                do throws(PluginProblem) {
                    let staged = try StagedFile(inMemory: try OpenedFile(path))
                    findings += try admission.check(staged, path: path, name: below, policy: policy)
                        .map { (name, $0) }
                } catch {
                    findings.append((name, error))
                }
            }
        }
        return findings + (lock ? admission.missing(among: found) : [])
    }

    /// Logs what was not said before.
    private func report(_ catalog: ActivationCatalog) {
        var now = ["": catalog.notices]
        for file in catalog.files where file.problem != nil || !file.warnings.isEmpty {
            now[file.path, default: []] += (file.problem.map { [$0] } ?? []) + file.warnings
        }
        for (path, problems) in now.sorted(by: { $0.key < $1.key }) {
            for problem in problems where !(reported[path] ?? []).contains(problem) {
                logger.info(
                    path.isEmpty ? "plugins are checked less" : "plugin has a problem",
                    metadata: [
                        "novi.plugin.path": "\(path)",
                        "novi.plugin.code": "\(problem.code.rawValue)",
                        "novi.plugin.message": "\(problem.message)",
                        "novi.plugin.remedy": "\(problem.remedy)",
                    ]
                )
            }
        }
        reported = now
    }
}
