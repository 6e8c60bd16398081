internal import GRDB
internal import NoviCore

/// Which tables and triggers a database has.
struct DatabaseSchema {
    private let names: Set<String>

    /// Looks at a database.
    init(_ db: Database) throws {
        let sql = "SELECT lower(name) FROM sqlite_master WHERE type <> 'index'"
        names = try String.fetchSet(db, sql: sql)
    }

    /// Whether there is nothing at all.
    var isEmpty: Bool { names.isEmpty }

    /// The tables that flags need and the database lacks.
    var missingTables: [String] {
        ["flags", "activations", "flags_activations"].filter { !names.contains($0) }
    }

    /// Whether the database notes each change, whichever program makes it.
    func hasChangeLog() throws -> Bool {
        guard names.contains("novi_changes") else { return false }
        return try Self.withReference { try names.isSuperset(of: DatabaseSchema($0).names) }
    }

    /// Throws one sentence, with the path, if the tables are not all there.
    func requireTables(of path: String) throws(FlagStoreError) {
        guard let table = missingTables.first else { return }
        throw FlagStoreError(
            "'\(path)' has no table '\(table)'; set createTables=True to create it, "
                + "or give the path of a database of flags."
        )
    }
}

extension DatabaseSchema {
    private static let sql = String(decoding: PackageResources.schema_sql, as: UTF8.self)

    /// Creates the tables that are missing.
    ///
    /// A database without any of them gets the change log as well. One that
    /// another program made stays as it is otherwise.
    static func createMissingTables(_ db: Database) throws {
        let schema = try DatabaseSchema(db)
        let isForeign = schema.missingTables.count < 3
        guard isForeign else { return try db.execute(sql: sql) }
        for definition in try definitions(of: schema.missingTables) {
            try db.execute(sql: definition)
        }
    }

    private static func definitions(of tables: [String]) throws -> [String] {
        try withReference { db in
            let request: SQLRequest<String> = """
                SELECT sql FROM sqlite_master
                WHERE tbl_name IN \(tables) AND type <> 'trigger' AND sql IS NOT NULL
                """
            return try request.fetchAll(db)
        }
    }

    /// Lends a database that is complete.
    private static func withReference<R>(_ body: (Database) throws -> R) throws -> R {
        try DatabaseQueue().write { db in
            try db.execute(sql: sql)
            return try body(db)
        }
    }
}
