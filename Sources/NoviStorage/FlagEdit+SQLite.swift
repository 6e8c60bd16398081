internal import GRDB
internal import NoviCore

extension FlagEdit {
    /// Makes the change, in a transaction.
    ///
    /// - Returns: Which rows it touches.
    /// - Throws: ``FlagStoreError`` if the flags do not allow it.
    func apply(_ db: Database) throws -> FlagChanges {
        switch self {
        case .putFlag(let id, let name, let status):
            try db.putFlag(id, name, status)
            return FlagChanges(flags: [id])
        case .deleteFlag(let id):
            try db.deleteFlag(id)
            return FlagChanges(flags: [id])
        case .putActivation(let activation):
            try db.putActivation(activation)
            return FlagChanges(activations: [activation.id])
        case .deleteActivation(let id):
            return FlagChanges(flags: try db.deleteActivation(id), activations: [id])
        case .attach(let flagID, let activationID):
            try db.attach(flagID, activationID)
            return FlagChanges(flags: [flagID])
        case .detach(let flagID, let activationID):
            try db.detach(flagID, activationID)
            return FlagChanges(flags: [flagID])
        }
    }
}

extension Database {
    fileprivate func putFlag(_ id: Int64, _ name: String, _ status: Bool) throws {
        try requireStorable([name], of: "flag \(id)")
        let others: SQLRequest<Int64> = "SELECT id FROM flags WHERE name = \(name) AND id <> \(id)"
        if let owner = try others.fetchOne(self) {
            throw FlagStoreError("Flag \(id) cannot be named '\(name)', because flag \(owner) is.")
        }
        try execute(
            literal: """
                INSERT INTO flags (id, name, status) VALUES (\(id), \(name), \(status))
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, status = excluded.status
                """
        )
    }

    fileprivate func putActivation(_ activation: Activation) throws {
        let texts = [activation.name, activation.className, activation.config]
        try requireStorable(texts, of: "activation \(activation.id)")
        try execute(
            literal: """
                INSERT INTO activations (id, name, class_name, config)
                VALUES (\(activation.id), \(activation.name), \(activation.className),
                    \(activation.config))
                ON CONFLICT (id) DO UPDATE SET
                    name = excluded.name, class_name = excluded.class_name, config = excluded.config
                """
        )
    }

    // A database of Python novi deletes no links by itself.

    fileprivate func deleteFlag(_ id: Int64) throws {
        try execute(literal: "DELETE FROM flags_activations WHERE flag_id = \(id)")
        try execute(literal: "DELETE FROM flags WHERE id = \(id)")
    }

    fileprivate func deleteActivation(_ id: Int64) throws -> Set<Int64> {
        let links: SQLRequest<Int64?> = """
            DELETE FROM flags_activations WHERE activation_id = \(id) RETURNING flag_id
            """
        let flags = try links.fetchAll(self)
        try execute(literal: "DELETE FROM activations WHERE id = \(id)")
        return Set(flags.compactMap(\.self))
    }

    fileprivate func attach(_ flag: Int64, _ activation: Int64) throws {
        try require("flag", flag, in: "flags", toLink: "activation \(activation)")
        try require("activation", activation, in: "activations", toLink: "flag \(flag)")
        // A database of Python novi allows the same link twice.
        try execute(
            literal: """
                INSERT INTO flags_activations (flag_id, activation_id)
                SELECT \(flag), \(activation) WHERE NOT EXISTS (
                    SELECT 1 FROM flags_activations
                    WHERE flag_id = \(flag) AND activation_id = \(activation)
                )
                """
        )
    }

    fileprivate func detach(_ flag: Int64, _ activation: Int64) throws {
        try execute(
            literal: """
                DELETE FROM flags_activations
                WHERE flag_id = \(flag) AND activation_id = \(activation)
                """
        )
    }

    private func require(
        _ kind: String,
        _ id: Int64,
        in table: String,
        toLink other: String
    ) throws {
        let sql = "SELECT 1 FROM \(table) WHERE id = ?"
        guard try Row.fetchOne(self, sql: sql, arguments: [id]) == nil else { return }
        throw FlagStoreError("There is no \(kind) \(id) that could be linked to \(other).")
    }

    /// Texts are handed to SQLite as C strings.
    private func requireStorable(_ texts: [String], of owner: String) throws(FlagStoreError) {
        guard texts.contains(where: { $0.utf8.contains(0) }) else { return }
        throw FlagStoreError("The texts of \(owner) may not contain a zero byte; remove it.")
    }
}
