internal import GRDB
internal import NoviCore

/// The flags of a database, as they were read last, and what tells whether
/// they still hold.
struct StoredFlags {
    /// What a connection has seen; another one counts otherwise.
    private struct Seen {
        var dataVersion: Int64
        var schemaVersion: Int64
        var hasChangeLog: Bool
    }

    /// The flags; their version is 0 before the first reading.
    private(set) var flags = FlagSet()
    private var oddities = Oddities()
    private var danglingLinks = Oddities()
    private var position: ChangeLog.Position?
    private var seen: Seen?

    /// Prepares for another connection.
    mutating func forgetConnection() { seen = nil }

    /// Whether no other connection has committed anything since.
    func isCurrent(_ db: Database) throws -> Bool {
        try seen?.dataVersion == db.dataVersion()
    }

    /// Reads what has changed, in a transaction.
    ///
    /// - Parameters:
    ///   - db: The database.
    ///   - path: Its name in errors.
    ///   - own: What the transaction itself has changed.
    /// - Throws: One sentence, if there are no tables of flags.
    mutating func update(_ db: Database, path: String, own: FlagChanges? = nil) throws {
        let now = try look(db, path: path)
        let changes =
            if now.hasChangeLog {
                try position.flatMap { try ChangeLog.changes(db, since: $0) }
            } else {
                seen?.dataVersion == now.dataVersion ? own : nil
            }
        try read(db, changes)
        position = now.hasChangeLog ? try ChangeLog.last(db) : nil
        seen = now
    }

    private func look(_ db: Database, path: String) throws -> Seen {
        var now = Seen(
            dataVersion: try db.dataVersion(),
            schemaVersion: try db.schemaVersion(),
            hasChangeLog: seen?.hasChangeLog ?? false
        )
        if now.schemaVersion != seen?.schemaVersion {
            let schema = try DatabaseSchema(db)
            try schema.requireTables(of: path)
            now.hasChangeLog = try schema.hasChangeLog()
        }
        return now
    }
}

extension StoredFlags {
    /// Reads the rows that have changed; all, if it is not said which.
    private mutating func read(_ db: Database, _ changes: FlagChanges?) throws {
        if let changes, changes.isEmpty { return }
        let rows = try StoredRows(db, only: changes)
        var next = flags
        next.replace(changes, with: rows)
        note(rows, changes, in: next)
        next.oddities = oddities.sentences + danglingLinks.sentences
        let activationIDs = changes?.activations ?? next.activationsChanged(since: flags)
        // Programs that share the database commit for other reasons, too.
        if changes == nil, flags.version > 0, activationIDs.isEmpty,
            next.rows == flags.rows, next.oddities == flags.oddities
        {
            return
        }
        next.changes = FlagSet.Changes(since: flags.version, activationIDs: activationIDs)
        next.version += 1
        flags = next
    }

    private mutating func note(_ rows: StoredRows, _ changes: FlagChanges?, in next: FlagSet) {
        guard let changes else {
            oddities = rows.oddities
            danglingLinks = Oddities(danglingLinksOf: next.rows, in: next)
            return
        }
        oddities.merge(rows.oddities, of: changes)
        let sameActivationsExist = changes.activations.allSatisfy {
            (flags.activations[$0] == nil) == (next.activations[$0] == nil)
        }
        if sameActivationsExist {
            danglingLinks.merge(Oddities(danglingLinksOf: rows.flags, in: next), of: changes)
        } else {
            danglingLinks = Oddities(danglingLinksOf: next.rows, in: next)
        }
    }
}

extension FlagSet {
    /// The ids of the activations whose rows appeared, vanished or changed.
    fileprivate func activationsChanged(since old: FlagSet) -> Set<Int64> {
        let changed = activations.values.lazy.filter { old.activations[$0.id] != $0 }.map(\.id)
        let gone = old.activations.keys.lazy.filter { activations[$0] == nil }
        return Set(changed).union(gone)
    }

    /// Takes over rows that were read again; all, if it is not said which.
    fileprivate mutating func replace(_ changes: FlagChanges?, with stored: StoredRows) {
        if let changes {
            rows.removeAll { changes.flags.contains($0.id) }
            for id in changes.activations { activations[id] = nil }
        } else {
            rows = []
            activations = Dictionary(minimumCapacity: stored.activations.count)
        }
        rows += stored.flags
        rows.sort { $0.id < $1.id }
        for activation in stored.activations { activations[activation.id] = activation }
    }
}
