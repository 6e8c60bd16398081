internal import Synchronization

/// One build of a plugin: what it says about itself, and its code, which is
/// mapped when one of its classes is first used.
package final class PluginImage: Sendable {
    /// The hash of the content.
    package let hash: ContentHash
    /// What the plugin said about itself when it was tried.
    package let description: PluginDescription
    /// The digits of the hash.
    private let digits: [UInt8]
    /// The bytes of the path that it was found at first.
    private let origin: [UInt8]
    private let staged: StagedFile
    private let cache: CacheFolder?
    private let breadcrumb: Breadcrumb?
    private let state: Mutex<State>

    private enum State {
        case unmapped
        case mapped(MappedPlugin)
        case failed(PluginProblem)
    }

    /// Takes a plugin that has been tried.
    init(
        _ description: PluginDescription,
        staged: StagedFile,
        origin: [UInt8],
        cache: CacheFolder?,
        breadcrumb: Breadcrumb?,
        mapped: MappedPlugin? = nil
    ) {
        self.description = description
        self.origin = origin
        self.staged = staged
        self.cache = cache
        self.breadcrumb = breadcrumb
        hash = staged.hash
        digits = Array(staged.hash.description.utf8)
        state = Mutex(mapped.map(State.mapped) ?? .unmapped)
    }

    /// Whether its code is in this process.
    package var isMapped: Bool {
        state.withLock { if case .mapped = $0 { true } else { false } }
    }

    /// Why its code cannot be mapped; nil if it can, or was not needed yet.
    package var problem: PluginProblem? {
        state.withLock { if case .failed(let problem) = $0 { problem } else { nil } }
    }

    /// The tables of its classes; its code is mapped if it is not yet.
    ///
    /// - Throws: ``PluginProblem`` if it cannot be mapped.
    func tables() throws(PluginProblem) -> [ClassTable] {
        // The lock is held while the plugin's own code starts: who needs it has to wait anyway.
        let result = state.withLock { state -> Result<MappedPlugin, PluginProblem> in
            switch state {
            case .mapped(let plugin): return .success(plugin)
            case .failed(let problem): return .failure(problem)
            case .unmapped:
                let result = Result { () throws(PluginProblem) in try map() }
                switch result {
                case .success(let plugin): state = .mapped(plugin)
                case .failure(let problem): state = .failed(problem)
                }
                return result
            }
        }
        return try result.get().tables
    }

    private func map() throws(PluginProblem) -> MappedPlugin {
        let staged = try intactCopy()
        let plugin = try mark { () throws(PluginProblem) in try staged.map() }
        guard plugin.description == description else {
            throw PluginProblem(
                .inconsistent,
                "It describes itself otherwise than when it was tried "
                    + "('\(plugin.description.label)', then '\(description.label)').",
                remedy: "Ask its author to describe it by constants."
            )
        }
        return plugin
    }

    /// The private copy, made again if somebody has removed or changed it.
    private func intactCopy() throws(PluginProblem) -> StagedFile {
        guard !staged.isIntact, let cache else { return staged }
        let file = try OpenedFile(origin)
        let copy: StagedFile
        do throws(PluginProblem) {
            copy = try cache.stage(file)
        } catch  where error.code == .cacheUnusable {
            copy = try StagedFile(inMemory: file)
        }
        guard copy.hash == hash, copy.isIntact else {
            throw PluginProblem(
                .cacheUnusable,
                "Its private copy has been removed or changed, and the file is another by now.",
                remedy: "Run 'novi plugin reload', or start again."
            )
        }
        return copy
    }

    /// Does something that the plugin's code takes part in, so that it is known
    /// who was at work if the process does not survive it.
    ///
    /// - Parameter body: What is done.
    /// - Returns: What the body returns.
    /// - Throws: What the body throws.
    func mark<Result, Failure>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let breadcrumb else { return try body() }
        return try breadcrumb.mark(digits, body)
    }
}
