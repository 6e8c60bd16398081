internal import CNovi

/// What is known of plugins: their private copies, what came of trying them, and
/// those that are in this process.
final class PluginStore {
    private let settings: PluginSettings
    private let cache: CacheFolder?
    /// Where it is written which contents have brought a process down; they count
    /// although the cache cannot be used.
    private let notes: CacheFolder?
    /// Distinguishes hosts that would come to other verdicts.
    private let host: String
    private let breadcrumb: Breadcrumb?
    private var index: PluginIndex
    private var images: [ContentHash: PluginImage] = [:]
    /// What did not pass, and why; it is tried again only when it changes or when
    /// somebody asks.
    private var refused: [ContentHash: PluginProblem] = [:]
    private var probe: Result<PluginProbe, PluginProblem>?
    /// Which contents may be tried in this search, and for how long.
    private var trial: TrialOrder
    /// How often the probe has failed in this search.
    private var failures = 0
    /// How often it may, before the other plugins are not even tried.
    private static let failureLimit = 3
    /// What is wrong with the way in which plugins are checked.
    private(set) var notices: [PluginProblem] = []

    /// Opens the cache.
    init(_ settings: PluginSettings) {
        self.settings = settings
        trial = TrialOrder(limit: settings.probeTimeLimit)
        let host = Self.host(settings)
        self.host = host
        notes = settings.cache.flatMap { try? CacheFolder(existing: $0) }
        if let notes { refused = Self.takeRemains(in: notes, host: host) }
        do throws(PluginProblem) {
            guard let path = settings.cache else { throw .cacheUnusable("there is none") }
            let cache = try CacheFolder(path)
            breadcrumb = try Breadcrumb(in: cache)
            self.cache = cache
            index = PluginIndex(cache.read("index.json"), host: host)
        } catch {
            cache = nil
            breadcrumb = nil
            index = PluginIndex(host: host)
            notices.append(error)
        }
    }

    /// What processes were busy with that have ended without having finished it.
    private static func takeRemains(
        in notes: CacheFolder,
        host: String
    ) -> [ContentHash: PluginProblem] {
        var crashed: [ContentHash: PluginProblem] = [:]
        Breadcrumb.takeRemains(in: notes) { hash in
            crashed[hash] = .hostCrashed
            return (try? notes.quarantine(hash, .hostCrashed, host: host)) != nil
        }
        return crashed
    }

    /// What distinguishes hosts that would come to other verdicts.
    private static func host(_ settings: PluginSettings) -> String {
        let probe = FileStatus.Stamp(Array((settings.probeProgram ?? "").utf8))
        return
            "\(NOVI_INTERFACE_VERSION) \(probe.map { "\($0.node) \($0.size) \($0.contentTime) \($0.statusTime)" } ?? "")"
    }

    /// Begins a search.
    func begin() {
        let notes = cache ?? notes
        if let notes { refused.merge(notes.quarantined(host: host)) { _, new in new } }
        trial.begin()
    }

    /// Lets contents be tried again that did not pass.
    ///
    /// - Parameter hashes: Which.
    func retry(_ hashes: Set<ContentHash>) {
        for hash in hashes {
            refused[hash] = nil
            trial.forget(hash)
            // What could not be mapped may find now what it lacked.
            if images[hash]?.problem != nil { images[hash] = nil }
            index.forget(hash)
            _ = (cache ?? notes)?.release(hash)
        }
    }

    /// Ends a search.
    ///
    /// - Parameter hashes: The contents that were found.
    func end(keeping hashes: Set<ContentHash>) {
        probe = nil
        failures = 0
        images = images.filter { hashes.contains($0.key) || $0.value.isMapped }
        guard let cache, index.hasChanged else { return }
        do throws(PluginProblem) {
            try cache.write(index.json, to: "index.json")
            index.wasSaved()
            cache.clean(keeping: Set(images.keys))
        } catch {
            note(error)
        }
    }

    /// Says something about the way in which plugins are checked, once.
    private func note(_ problem: PluginProblem) {
        if !notices.contains(problem) { notices.append(problem) }
    }

    /// Finds the private copy of a file that has not changed.
    ///
    /// - Parameters:
    ///   - stamp: Which content the file has.
    ///   - policy: What is asked of it.
    /// - Returns: The copy; nil if there is none.
    func copy(of stamp: FileStatus.Stamp, policy: PluginPolicy) -> StagedFile? {
        guard let cache, let hash = index.content(of: stamp) else { return nil }
        let staged = StagedFile(hash: hash, place: .cache(path: cache.place(of: hash)))
        // Reading the copy takes as long as making it, so only one that is needed is looked at.
        return !needsContent(of: hash, policy) || staged.isIntact ? staged : nil
    }

    /// Makes sure that there is a private copy of a file that this host can map.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - policy: What is asked of it.
    /// - Returns: The copy.
    /// - Throws: ``PluginProblem`` if it is no library for this host.
    func stage(
        _ file: borrowing OpenedFile,
        policy: PluginPolicy
    ) throws(PluginProblem) -> StagedFile {
        if let known = copy(of: file.stamp, policy: policy) { return known }
        guard !file.isBeingWritten else { throw .beingWritten }
        _ = try LibraryInspection.inspect(file.descriptor, size: Int(file.stamp.size))
        let staged = try copy(file)
        // What counts is what was copied; the file may have changed meanwhile.
        let facts = try staged.facts()
        if let problem = facts.note?.problem(onHost: .host) ?? facts.toolchainProblem
            ?? facts.pathProblem
        {
            throw problem
        }
        if file.stamp.isSettled { index.remember(staged.hash, of: file.stamp) }
        return staged
    }

    /// Whether the search has to read a content, or to run it.
    private func needsContent(of hash: ContentHash, _ policy: PluginPolicy) -> Bool {
        if policy.signature != .off { return true }
        if images[hash] != nil || refused[hash] != nil { return false }
        return policy.probe == .off || index.verdict(on: hash) == nil
    }

    private func copy(_ file: borrowing OpenedFile) throws(PluginProblem) -> StagedFile {
        guard let cache else { return try StagedFile(inMemory: file) }
        do throws(PluginProblem) {
            return try cache.stage(file)
        } catch  where error.code == .cacheUnusable {
            note(error)
            return try StagedFile(inMemory: file)
        }
    }

    /// The plugin with a content: tried already, or tried now.
    ///
    /// - Parameters:
    ///   - staged: The private copy.
    ///   - origin: The bytes of the path of the file.
    ///   - policy: What is asked of it.
    /// - Returns: The plugin, and what should be mended.
    /// - Throws: ``PluginProblem`` if it is not to be used.
    func image(
        of staged: StagedFile,
        origin: [UInt8],
        policy: PluginPolicy
    ) throws(PluginProblem) -> (PluginImage, warnings: [PluginProblem]) {
        if let problem = refused[staged.hash] { throw problem }
        var warnings: [PluginProblem] = []
        var mapped: MappedPlugin?
        let verdict: ProbeVerdict
        do throws(PluginProblem) {
            verdict = try self.verdict(on: staged, policy: policy)
        } catch  where error.code == .probeUnavailable && policy.probe != .enforce {
            if policy.probe == .warn { warnings.append(error) }
            let plugin = try load(staged)
            mapped = plugin
            verdict = .valid(plugin.description, warnings: [])
        }
        switch verdict {
        case .valid(let description, let more):
            let known = images[staged.hash]
            let image =
                known
                ?? PluginImage(
                    description,
                    staged: staged,
                    origin: origin,
                    cache: cache,
                    breadcrumb: breadcrumb,
                    mapped: mapped
                )
            images[staged.hash] = image
            return (image, warnings + more)
        case .refused(let problem):
            refused[staged.hash] = problem
            throw problem
        case .fatal(let problem):
            refused[staged.hash] = problem
            do throws(PluginProblem) {
                try cache?.quarantine(staged.hash, problem, host: host)
            } catch {
                // At least this process knows.
                note(error)
            }
            throw problem
        }
    }

    /// Loads a plugin that cannot be tried.
    private func load(_ staged: StagedFile) throws(PluginProblem) -> MappedPlugin {
        let plugin = try mapMarked(staged)
        if let problem = try staged.facts().note?.mismatch(with: plugin.description) {
            throw problem
        }
        return plugin
    }

    private func mapMarked(_ staged: StagedFile) throws(PluginProblem) -> MappedPlugin {
        guard let breadcrumb else { return try staged.map() }
        return try breadcrumb.mark(Array(staged.hash.description.utf8)) {
            () throws(PluginProblem) in try staged.map()
        }
    }

    private func verdict(
        on staged: StagedFile,
        policy: PluginPolicy
    ) throws(PluginProblem) -> ProbeVerdict {
        if let image = images[staged.hash] { return .valid(image.description, warnings: []) }
        guard policy.probe != .off else { throw .probeUnavailable("it is switched off") }
        if let known = index.verdict(on: staged.hash) { return known }
        let verdict = try examine(staged)
        if case .valid(let description, _) = verdict,
            let problem = try staged.facts().note?.mismatch(with: description)
        {
            return .refused(problem)
        }
        // What was refused may lack something that can be installed.
        if case .valid = verdict { index.remember(verdict, on: staged.hash) }
        return verdict
    }

    /// Has a plugin tried.
    private func examine(_ staged: StagedFile) throws(PluginProblem) -> ProbeVerdict {
        guard let limit = trial.limit(for: staged.hash) else { throw .untried }
        let probe = try running()
        do throws(PluginProblem) {
            let verdict = try probe.examine(staged, timeLimit: limit)
            guard trial.isConclusive(verdict, of: staged.hash, within: limit) else {
                throw PluginProblem.untried
            }
            return verdict
        } catch  where error.code == .probeUnavailable {
            // What it may still say must not be taken for the answer about the next plugin.
            failures += 1
            self.probe = failures < Self.failureLimit ? nil : .failure(error)
            throw error
        }
    }

    /// The program in which plugins are tried; it runs until the end of the search.
    private func running() throws(PluginProblem) -> PluginProbe {
        if let probe { return try probe.get() }
        let started = Result { () throws(PluginProblem) in
            try PluginProbe(settings)
        }
        probe = started
        if case .success(let probe) = started, !probe.gaps.isEmpty {
            note(.sandboxIncomplete(probe.gaps))
        }
        return try started.get()
    }
}

extension PluginProblem {
    fileprivate static let untried = PluginProblem(
        .untried,
        "It takes long to try it, so it has to wait until the others have been tried.",
        remedy: "Wait; 'novi plugin list' says then what came of it."
    )

    fileprivate static let beingWritten = PluginProblem(
        .beingWritten,
        "Somebody is still writing it.",
        remedy: "Wait; to install a plugin at once, write it under another name and rename it."
    )
}
