public import Logging
public import NoviCore
internal import Synchronization

/// A client whose flags are given in code, for an app's own tests.
///
///     let rule = Activation(id: 1, name: "staff", className: "…", config: "acme.test")
///     let client = InMemoryClient([Flag(id: 1, name: "beta", status: true, activations: [rule])])
///     try await client.whileRunning { client in … }
public struct InMemoryClient: StoreClient {
    /// What follows the flags.
    public let service: FlagService
    private let store: InMemoryFlagStore

    /// Makes a client; the plugins are loaded when it runs.
    ///
    /// - Parameters:
    ///   - flags: The flags; ids and names have to be unique.
    ///   - activations: The folders that hold plugins, in order.
    ///   - plugins: How plugins are checked.
    ///   - builtIn: Activation classes of the app itself.
    ///   - logger: Told what goes on.
    public init(
        _ flags: [Flag] = [],
        activations: [String] = ["novi_activations"],
        plugins: PluginSettings = PluginSettings(),
        builtIn: [BuiltInClasses] = [],
        logger: Logger = Logger(label: "novi.client")
    ) {
        store = InMemoryFlagStore(flags)
        var configuration = NoviConfiguration()
        configuration.activations = activations
        configuration.plugins = plugins
        service = FlagService(
            store: store,
            plugins: PluginLoader(configuration, builtIn: builtIn, logger: logger),
            logger: logger
        )
    }

    /// Replaces all flags.
    ///
    /// When the call returns, they are served, if the client runs; else they
    /// are when it does.
    ///
    /// - Parameter flags: The flags; ids and names have to be unique.
    public func update(_ flags: [Flag]) async {
        let flags = store.replace(flags)
        if isReady { await service.publisher.publish(flags) }
    }
}

/// Flags that were given in code.
private final class InMemoryFlagStore: FlagStore {
    private let flags: Mutex<FlagSet>

    init(_ flags: [Flag]) { self.flags = Mutex(FlagSet(flags, version: 1)) }

    func replace(_ new: [Flag]) -> FlagSet {
        flags.withLock { flags in
            flags = FlagSet(new, version: flags.version + 1)
            return flags
        }
    }

    func load() async throws -> FlagSet { flags.withLock { $0 } }

    func watch(_ deliver: @escaping @Sendable (FlagStoreEvent) async -> Void) async {
        var delivered: FlagSet
        repeat {
            delivered = flags.withLock { $0 }
            await deliver(.flags(delivered))
        } while flags.withLock { $0.version } != delivered.version
        // From here on whoever replaces the flags publishes them.
        let (silence, continuation) = AsyncStream.makeStream(of: Never.self)
        for await _ in silence {}
        continuation.finish()
    }
}
