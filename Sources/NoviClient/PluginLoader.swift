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

    /// Searches the roots.
    ///
    /// - Returns: The classes, and the files that were looked at.
    /// - Throws: An error if a class of the app's own cannot be registered.
    func load() throws -> ActivationCatalog {
        var catalog = ActivationCatalog(aliases: aliases)
        for classes in builtIn { try catalog.register(classes.types, module: classes.module) }
        return discovery.search(into: catalog)
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
