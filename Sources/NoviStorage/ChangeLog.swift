internal import GRDB

/// Which rows changed.
struct FlagChanges: Equatable {
    /// The ids of flags whose rows or links changed.
    var flags: Set<Int64> = []
    /// The ids of activations whose rows changed.
    var activations: Set<Int64> = []

    var isEmpty: Bool { flags.isEmpty && activations.isEmpty }

    /// Adds other changes.
    mutating func formUnion(_ other: FlagChanges) {
        flags.formUnion(other.flags)
        activations.formUnion(other.activations)
    }
}

/// The table in which a database that Novi made notes each change.
enum ChangeLog {
    /// A change; what a reader has seen last.
    struct Position: Equatable {
        fileprivate let number: Int64
        fileprivate let token: Int64
        /// While tables are altered, triggers may be missing.
        fileprivate let schemaVersion: Int64
    }

    /// The last change; nil if there is none.
    static func last(_ db: Database) throws -> Position? {
        let sql = "SELECT number, token FROM novi_changes ORDER BY number DESC LIMIT 1"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql)) else { return nil }
        return Position(number: row[0], token: row[1], schemaVersion: try db.schemaVersion())
    }

    /// What changed after a position; nil if the log does not tell.
    static func changes(_ db: Database, since position: Position) throws -> FlagChanges? {
        guard try db.schemaVersion() == position.schemaVersion else { return nil }
        let sql = """
            SELECT token, flag_id, activation_id FROM novi_changes WHERE number >= ? ORDER BY number
            """
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [position.number])
        guard let seen = try rows.next(), seen[0] == position.token else { return nil }
        var changes = FlagChanges()
        while let row = try rows.next() {
            if let id: Int64 = row[1] { changes.flags.insert(id) }
            if let id: Int64 = row[2] { changes.activations.insert(id) }
        }
        return changes
    }
}
