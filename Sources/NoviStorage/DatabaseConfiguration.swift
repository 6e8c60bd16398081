internal import GRDB
internal import Logging

extension Configuration {
    /// How Novi uses SQLite, and who is told each statement.
    static func novi(echoTo logger: Logger?) -> Configuration {
        var configuration = Configuration()
        configuration.label = "novi.database"
        // While SQLite waits, a commit keeps its place before new readers. The store goes on
        // waiting without keeping its queue.
        configuration.busyMode = .timeout(0.05)
        guard var logger else { return configuration }
        // Who asks for statements gets them, however little else is logged.
        logger.logLevel = min(logger.logLevel, .info)
        configuration.prepareDatabase { [logger] db in
            db.trace { event in
                guard
                    case .statement(let statement) = event,
                    statement.sql != Database.dataVersionSQL
                else { return }
                logger.info("statement is run", metadata: ["novi.sql": "\(statement.sql)"])
            }
        }
        return configuration
    }
}

extension Database {
    /// The statement that is run again and again, to notice commits.
    fileprivate static let dataVersionSQL = "PRAGMA data_version"

    /// Changes when another connection has committed something.
    func dataVersion() throws -> Int64 { try number(Self.dataVersionSQL) }

    /// Changes when tables or triggers do.
    func schemaVersion() throws -> Int64 { try number("PRAGMA schema_version") }

    private func number(_ sql: String) throws -> Int64 {
        try Int64.fetchOne(cachedStatement(sql: sql)) ?? 0
    }
}
