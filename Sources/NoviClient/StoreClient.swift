public import NoviCore

/// A client that follows a store and evaluates in this process: ``DbClient``
/// and ``RemoteClient``.
public protocol StoreClient: BaseClient {
    /// What follows the store.
    var service: FlagService { get }
}

extension StoreClient {
    /// Follows the store until the task is cancelled or the service group shuts
    /// down.
    public func run() async throws { try await service.run() }

    /// Evaluates a flag; it never fails.
    public func evaluate(
        _ flag: String,
        context: EvaluationContext,
        default: Bool,
        trace: Bool
    ) -> Evaluation {
        service.evaluator.evaluate(flag, context: context, default: `default`, trace: trace)
    }

    /// Evaluates all flags, in ascending order of their ids, in one state.
    public func evaluateAll(context: EvaluationContext, trace: Bool) -> [EvaluatedFlag] {
        service.evaluator.evaluateAll(context: context, trace: trace)
    }

    /// The flags, in ascending order of their ids, as the store has them.
    public func flags() -> [Flag] { service.current?.flags.flags ?? [] }

    /// A flag, as the store has it.
    public func flag(named name: String) -> Flag? {
        service.current.flatMap { snapshot in
            snapshot.row(named: name).map(snapshot.flags.flag)
        }
    }

    /// Whether flags have been read.
    public var isReady: Bool { service.current != nil }

    /// Waits until flags have been read.
    public func waitUntilReady(timeout: Duration) async throws {
        try await service.waitUntilReady(timeout: timeout)
    }

    /// Lends a sequence of the changes to the flags, from now on.
    public func changes<R>(
        _ body: (AsyncStream<FlagsChange>) async throws -> R
    ) async rethrows -> R {
        try await service.publisher.changes.listen(body)
    }

    /// Every file in the folders for plugins whose name ends in `.so`, and what
    /// became of it.
    public var plugins: [PluginFile] { get async { await catalog.files } }

    /// Searches the folders for plugins anew; it is not needed for files that
    /// change while the client runs.
    ///
    /// - Parameter files: What is tried again although it did not pass,
    ///   quarantined ones included.
    /// - Returns: Every file, and what became of it.
    @discardableResult
    public func retryPlugins(_ files: [PluginFile]) async -> [PluginFile] {
        await reloadPlugins(retrying: files).files
    }

    /// Searches the folders for plugins anew.
    @discardableResult
    package func reloadPlugins(retrying files: [PluginFile] = []) async -> ActivationCatalog {
        await service.reloadPlugins(retrying: files)
    }

    /// Loads the plugins and reads the flags once, for a command that runs and
    /// ends.
    package func load() async throws { try await service.load() }

    /// The current snapshot; nil before the first.
    package var snapshot: Snapshot? { service.current }

    /// The classes, and the files that were looked at.
    package var catalog: ActivationCatalog {
        get async { await service.publisher.catalog.warning(snapshot?.overruns ?? []) }
    }
}
