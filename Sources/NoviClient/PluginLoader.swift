internal import Dispatch
internal import Logging
internal import NoviCore

/// Finds activation classes, on a thread of its own: searching reads files and
/// waits for other processes.
actor PluginLoader {
    private let executor = BlockingExecutor()
    private let discovery: PluginDiscovery
    private let aliases: [String: String]
    private let builtIn: [BuiltInClasses]
    private var own: ActivationCatalog?
    /// Has ``follow(_:)`` search again.
    private var wake: @Sendable () -> Void = {}

    /// Prepares to search.
    ///
    /// - Parameters:
    ///   - configuration: Where plugins are, and how they are checked.
    ///   - builtIn: Classes of the app itself.
    ///   - logger: Told what is wrong.
    init(_ configuration: NoviConfiguration, builtIn: [BuiltInClasses], logger: Logger) {
        discovery = PluginDiscovery(
            roots: configuration.activations,
            settings: configuration.plugins,
            logger: logger
        )
        aliases = configuration.aliases
        self.builtIn = builtIn
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Searches the roots again and again, whenever something changes in them, until
    /// it is cancelled.
    ///
    /// - Parameter deliver: Given what each search finds.
    /// - Throws: An error if a class of the app's own cannot be registered.
    func follow(_ deliver: (ActivationCatalog) async -> Void) async throws {
        let watcher = FolderWatcher()
        let (changes, continuation) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        watcher.start { continuation.yield() }
        wake = { continuation.yield() }
        defer {
            wake = {}
            watcher.stop()
            continuation.finish()
        }
        continuation.yield()
        for await _ in changes {
            let catalog = try load(isPatient: false)
            let isNew = watcher.watch(discovery.places, isUnfinished: discovery.isUnfinished)
            // Something may have changed before it was watched.
            if isNew { continuation.yield() }
            await deliver(catalog)
        }
    }

    /// Has plugins tried again that did not pass; the next search does it.
    ///
    /// - Parameter files: Which, as the last search found them.
    func retry(_ files: [PluginFile]) { discovery.retry(files) }

    /// Has the roots searched again, and watched where they are now.
    func lookAgain() { wake() }

    /// Searches the roots.
    ///
    /// - Parameter isPatient: Whether to wait for what takes long to try.
    /// - Returns: The classes, and the files that were looked at.
    /// - Throws: An error if a class of the app's own cannot be registered.
    func load(isPatient: Bool) throws -> ActivationCatalog {
        discovery.search(into: try known(), isPatient: isPatient)
    }

    /// The classes of the app itself, which are registered once.
    private func known() throws -> ActivationCatalog {
        if let own { return own }
        var catalog = ActivationCatalog(aliases: aliases)
        for classes in builtIn { try catalog.register(classes.types, module: classes.module) }
        own = catalog
        return catalog
    }
}

/// Runs jobs one after the other on a thread that may block.
private final class BlockingExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "novi.plugins", qos: .utility)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }
}
