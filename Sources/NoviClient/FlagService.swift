internal import Logging
internal import NoviCore
internal import ServiceLifecycle
internal import Synchronization

/// What all clients have in common: a store that is watched, and the snapshots
/// that come of it.
public final class FlagService: Sendable {
    let evaluator: Evaluator
    let publisher: SnapshotPublisher
    private let store: any FlagStore
    private let plugins: PluginLoader
    private let logger: Logger
    private let failure = Mutex<FlagStoreError?>(nil)
    /// What was said last about each plugin that turned out to be no good when it was
    /// used.
    private let reported = Mutex<[String: PluginProblem]>([:])

    /// Takes what is needed; nothing happens yet.
    init(
        store: any FlagStore,
        plugins: PluginLoader,
        clock: @escaping WallClock = Evaluator.systemClock,
        logger: Logger
    ) {
        self.store = store
        self.plugins = plugins
        self.logger = logger
        publisher = SnapshotPublisher(catalog: ActivationCatalog())
        evaluator = Evaluator(publisher.published, clock: clock)
    }

    /// The current snapshot; nil before the first.
    var current: Snapshot? { evaluator.published.current }

    /// Why the flags cannot be read at the moment; nil if they can.
    var lastFailure: FlagStoreError? { failure.withLock { $0 } }

    /// Follows the plugins and the store until it is cancelled.
    ///
    /// The store is read when the plugins have been searched once, so that no
    /// flag is evaluated without its classes.
    func run() async throws {
        _ = await replace(try await plugins.load(isPatient: false))
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.plugins.follow { _ = await self.replace($0) } }
                group.addTask { await self.store.watch { await self.take($0) } }
                group.addTask { await self.reportOverruns() }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }

    /// Loads the plugins and reads the flags once.
    func load() async throws {
        _ = await replace(try await plugins.load(isPatient: true))
        await publish(try await store.load())
    }

    /// Logs activations that take longer than they should, each once.
    private func reportOverruns() async {
        var reported: Set<Activation> = []
        while !Task.isCancelled {
            for overrun in current?.overruns ?? []
            where reported.insert(overrun.activation).inserted {
                logger.info(
                    "plugin is slow",
                    metadata: [
                        "novi.module": "\(overrun.module)",
                        "novi.message": "\(overrun.problem.message)",
                    ]
                )
            }
            // Only cancellation ends the sleep early.
            try? await Task.sleep(for: .seconds(10))
        }
    }

    /// Searches the folders for plugins anew.
    ///
    /// - Parameter files: What is tried again although it did not pass.
    /// - Returns: What serves from then on.
    func reloadPlugins(retrying files: [PluginFile]) async -> ActivationCatalog {
        await plugins.retry(files)
        // Classes of the app's own that cannot be registered have kept the client from running.
        guard let catalog = try? await plugins.load(isPatient: true) else {
            return await publisher.catalog
        }
        await plugins.lookAgain()
        return await replace(catalog)
    }

    private func replace(_ catalog: ActivationCatalog) async -> ActivationCatalog {
        let served = await publisher.replace(catalog)
        report(served, besides: catalog)
        return served
    }

    private func publish(_ flags: FlagSet) async {
        await publisher.publish(flags)
        let catalog = await publisher.catalog
        report(catalog, besides: nil)
        // With another config, a plugin may do that could not be created.
        if catalog.files.contains(where: { $0.problem?.code == .createFailed }) {
            await plugins.lookAgain()
        }
    }

    /// Logs what turned out when plugins were used, and not when they were searched.
    private func report(_ served: ActivationCatalog, besides found: ActivationCatalog?) {
        let known = Set(found?.files.compactMap(\.problem) ?? [])
        let new = reported.withLock { reported -> [PluginFile] in
            let files = served.files.filter { file in
                file.problem.map { $0.code.isOfUse && !known.contains($0) } ?? false
            }
            let new = files.filter { reported[$0.path] != $0.problem }
            reported = Dictionary(files.map { ($0.path, $0.problem) }) { first, _ in first }
                .compactMapValues(\.self)
            return new
        }
        for case (let path, let problem?) in new.map({ ($0.path, $0.problem) }) {
            logger.info(
                "plugin has a problem",
                metadata: [
                    "novi.plugin.path": "\(path)",
                    "novi.plugin.code": "\(problem.code.rawValue)",
                    "novi.plugin.message": "\(problem.message)",
                    "novi.plugin.remedy": "\(problem.remedy)",
                ]
            )
        }
    }

    private func take(_ event: FlagStoreEvent) async {
        switch event {
        case .flags(let flags):
            let recovers = failure.withLock { failure in
                defer { failure = nil }
                return failure != nil
            }
            if recovers { logger.info("flags can be read again") }
            await publish(flags)
            logger.debug("flags published", metadata: ["novi.version": "\(flags.version)"])
        case .unavailable(let error):
            failure.withLock { $0 = error }
            logger.warning("flags cannot be read", metadata: ["novi.error": "\(error)"])
        }
    }

    /// Waits for the first snapshot.
    func waitUntilReady(timeout: Duration) async throws {
        let isReady = await publisher.changes.listen { changes in
            if current != nil { return true }
            return await withTaskGroup(of: Bool.self) { group in
                group.addTask { await changes.first { _ in true } != nil }
                group.addTask {
                    // Only cancellation ends the sleep early, and then nobody asks any more.
                    try? await Task.sleep(for: timeout)
                    return false
                }
                defer { group.cancelAll() }
                return await group.next() ?? false
            }
        }
        guard isReady || current != nil else {
            let reason = lastFailure?.description ?? "nothing was read within \(timeout)."
            throw ClientError.notReady(reason: reason)
        }
    }
}

extension PluginProblem.Code {
    /// Whether it can turn out when a plugin is used, although it passed the search.
    fileprivate var isOfUse: Bool {
        switch self {
        case .createFailed, .tooManyBuilds, .inconsistent, .loadFailed, .unresolvedSymbol,
            .missingDependency, .cacheUnusable, .badTable, .unreadable, .outOfFiles, .tooMuch:
            true
        default: false
        }
    }
}
