public import Logging
package import NoviCore
internal import NoviStorage

/// A client whose flags are in a database.
///
///     let client = DbClient(database: "sqlite:///novi.db")
public struct DbClient: StoreClient {
    /// What follows the database.
    public let service: FlagService
    private let store: any WritableFlagStore

    /// Makes a client; the database is opened when it runs.
    ///
    /// - Parameters:
    ///   - configuration: Where the database and the plugins are.
    ///   - builtIn: Activation classes of the app itself.
    ///   - logger: Told what goes on.
    public init(
        _ configuration: NoviConfiguration,
        builtIn: [BuiltInClasses] = [],
        logger: Logger = Logger(label: "novi.client")
    ) {
        let store = SQLiteFlagStore(
            configuration.database.url,
            createTables: configuration.database.createTables,
            echo: configuration.database.echo,
            logger: logger
        )
        self.init(store: store, configuration, builtIn: builtIn, logger: logger)
    }

    /// Makes a client; the database is opened when it runs.
    ///
    /// - Parameters:
    ///   - database: The URL of the database, as SQLAlchemy writes it, or a path.
    ///   - activations: The folders that hold plugins, in order; by default
    ///     `novi_activations` in the working folder.
    ///   - logger: Told what goes on.
    public init(
        database: String,
        activations: [String] = ["novi_activations"],
        logger: Logger = Logger(label: "novi.client")
    ) {
        var configuration = NoviConfiguration()
        configuration.database.url = database
        configuration.activations = activations
        self.init(configuration, logger: logger)
    }

    /// Makes a client of a store.
    package init(
        store: any WritableFlagStore,
        _ configuration: NoviConfiguration,
        builtIn: [BuiltInClasses] = [],
        logger: Logger = Logger(label: "novi.client")
    ) {
        self.store = store
        service = FlagService(
            store: store,
            plugins: PluginLoader(configuration, builtIn: builtIn, logger: logger),
            logger: logger
        )
    }

    /// Creates and seeds a database, as novi 0.4.2 does.
    ///
    /// - Parameters:
    ///   - configuration: Where the database is.
    ///   - script: The path of an SQL file.
    /// - Throws: ``FlagStoreError`` if the database already has tables, or if
    ///   the script fails; the database is then as it was.
    package static func createDatabase(
        _ configuration: NoviConfiguration,
        script: String
    ) async throws {
        try await SQLiteFlagStore.create(configuration.database.url, script: script)
    }

    /// Reads the flags once, without plugins.
    package func loadFlags() async throws -> FlagSet { try await store.load() }

    /// Applies edits.
    ///
    /// When the call returns, they are committed and served.
    ///
    /// - Parameter edits: What to change, in one transaction.
    /// - Throws: ``FlagStoreError``; nothing is changed then.
    package func write(_ edits: [FlagEdit]) async throws {
        await service.publisher.publish(try await store.write(edits))
    }
}
