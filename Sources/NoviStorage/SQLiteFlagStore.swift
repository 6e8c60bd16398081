internal import GRDB
package import Logging
package import NoviCore

/// Flags in a SQLite database.
///
/// Reading never changes a database, and shares it with whatever else works on
/// it: Python programs, `sqlite3`, another Novi.
package actor SQLiteFlagStore: WritableFlagStore {
    private let executor = DatabaseExecutor()
    private let url: Result<DatabaseURL, FlagStoreError>
    private let configuration: Configuration
    private let interval: Duration
    private let patience: Duration
    /// Whether tables may still be created.
    ///
    /// A database that vanishes later is waited for, lest an empty one takes
    /// its place.
    private var createsTables: Bool
    private var connection: SQLiteConnection?
    private var stored = StoredFlags()

    /// Names a database; it is opened when it is needed.
    ///
    /// - Parameters:
    ///   - url: Where it is, as ``DatabaseURL`` reads it.
    ///   - createTables: Whether the file and the tables that are missing at
    ///     the first reading are created.
    ///   - echo: Whether each statement is logged.
    ///   - logger: Told the statements.
    ///   - interval: How often a change is looked for.
    ///   - patience: How long another program may keep the database locked.
    package init(
        _ url: String,
        createTables: Bool = false,
        echo: Bool = false,
        logger: Logger = Logger(label: "novi.storage"),
        interval: Duration = .milliseconds(50),
        patience: Duration = .seconds(5)
    ) {
        self.url = Result { () throws(FlagStoreError) in try DatabaseURL(url) }
        createsTables = createTables
        configuration = .novi(echoTo: echo ? logger : nil)
        self.interval = interval
        self.patience = patience
    }

    /// A queue of the store's own.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Reads the flags, or what has changed since the last time.
    package func load() async throws -> FlagSet {
        try await retrying { try refresh(connect().queue) }
    }

    /// Applies edits in one transaction, and reads what they changed.
    package func write(_ edits: [FlagEdit]) async throws -> FlagSet {
        try await retrying { try commit(edits) }
    }

    /// Delivers the flags, and again after each change, whoever makes it.
    package nonisolated func watch(
        _ deliver: @escaping @Sendable (FlagStoreEvent) async -> Void
    ) async {
        var delivered: UInt64?
        var reported: FlagStoreError?
        while !Task.isCancelled {
            do {
                let flags = try await load()
                if flags.version != delivered || reported != nil { await deliver(.flags(flags)) }
                (delivered, reported) = (flags.version, nil)
            } catch let error as FlagStoreError {
                if error != reported { await deliver(.unavailable(error)) }
                reported = error
            } catch {
                return  // The task was cancelled while it waited for a lock.
            }
            // A sleep that is cancelled ends the loop.
            try? await Task.sleep(for: interval)
        }
    }
}

// MARK: - Reading and writing

extension SQLiteFlagStore {
    private func refresh(_ queue: DatabaseQueue) throws -> FlagSet {
        guard try !queue.unsafeRead({ try stored.isCurrent($0) }) else { return stored.flags }
        var next = stored
        try queue.read { try next.update($0, path: name) }
        stored = next
        return stored.flags
    }

    private func commit(_ edits: [FlagEdit]) throws -> FlagSet {
        let queue = try connectForWriting().queue
        _ = try refresh(queue)
        var next = stored
        try queue.inTransaction(.immediate) { db in
            var changes = FlagChanges()
            for edit in edits { changes.formUnion(try edit.apply(db)) }
            try next.update(db, path: name, own: changes)
            return .commit
        }
        connection?.noteWriting()
        stored = next
        return stored.flags
    }

    /// Repeats what fails because another program has locked the database.
    private func retrying(_ body: () throws -> FlagSet) async throws -> FlagSet {
        let deadline = ContinuousClock.now + patience
        while true {
            do {
                return try body()
            } catch let error as DatabaseError {
                guard error.resultCode == .SQLITE_BUSY, ContinuousClock.now < deadline else {
                    disconnect()
                    throw FlagStoreError(error, on: name)
                }
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

// MARK: - Connection

extension SQLiteFlagStore {
    /// What errors call the database.
    private var name: String {
        guard case .success(let url) = url, case .file(let path) = url.location else {
            return ":memory:"
        }
        return path
    }

    private func connect() throws -> SQLiteConnection {
        if let connection, try connection.isCurrent() { return connection }
        let url = try url.get()
        switch url.location {
        case .memory:
            return use(try SQLiteConnection(inMemory: configuration))
        case .file(let path):
            if createsTables, !url.isReadOnly {
                try DatabaseCreation.createTables(path, configuration)
            }
            createsTables = false
            return use(try SQLiteConnection(reading: path, configuration))
        }
    }

    private func connectForWriting() throws -> SQLiteConnection {
        let connection = try connect()
        guard connection.access != .writing else { return connection }
        guard try !url.get().isReadOnly else { throw FlagStoreError.readOnly(name) }
        return use(try SQLiteConnection(writing: name, configuration))
    }

    private func use(_ opened: SQLiteConnection) -> SQLiteConnection {
        connection = opened
        stored.forgetConnection()
        return opened
    }

    /// Gives up a connection that failed; what is in memory would be lost.
    private func disconnect() {
        if connection?.isInMemory == false { connection = nil }
    }
}
