public import Logging

/// A client whose flags come from a server: Novi's, or that of Python novi.
///
/// It reads all flags and evaluates them here, with the plugins of this
/// machine.
///
///     let client = RemoteClient(url: "http://flags.internal:5000")
public struct RemoteClient: StoreClient {
    /// What follows the server.
    public let service: FlagService

    /// Makes a client; the server is asked when it runs.
    ///
    /// - Parameters:
    ///   - configuration: Where the server and the plugins are.
    ///   - interval: How long to wait between two looks at the server.
    ///   - builtIn: Activation classes of the app itself.
    ///   - logger: Told what goes on.
    public init(
        _ configuration: NoviConfiguration,
        interval: Duration = .seconds(1),
        builtIn: [BuiltInClasses] = [],
        logger: Logger = Logger(label: "novi.client")
    ) {
        service = FlagService(
            store: RemoteFlagStore(url: configuration.remote.url ?? "", interval: interval),
            plugins: PluginLoader(configuration, builtIn: builtIn, logger: logger),
            logger: logger
        )
    }

    /// Makes a client; the server is asked when it runs.
    ///
    /// - Parameters:
    ///   - url: The URL of the server, with or without `/flags` at its end.
    ///   - activations: The folders that hold plugins, in order.
    ///   - interval: How long to wait between two looks at the server.
    ///   - logger: Told what goes on.
    public init(
        url: String,
        activations: [String] = ["novi_activations"],
        interval: Duration = .seconds(1),
        logger: Logger = Logger(label: "novi.client")
    ) {
        var configuration = NoviConfiguration()
        configuration.remote.url = url
        configuration.activations = activations
        self.init(configuration, interval: interval, logger: logger)
    }
}
