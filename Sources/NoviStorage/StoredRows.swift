internal import GRDB
internal import NoviCore

/// Rows of flags and activations, as they are in a database.
struct StoredRows {
    /// The flags, in ascending order of their ids; links may lead to
    /// activations that do not exist.
    private(set) var flags: [FlagSet.Row] = []
    /// The activations.
    private(set) var activations: [Activation] = []
    /// What is wrong with the rows.
    private(set) var oddities = Oddities()

    /// Reads the rows that have changed; all, if it is not said which.
    init(_ db: Database, only changes: FlagChanges? = nil) throws {
        if changes?.flags.isEmpty != true {
            let links = try readLinks(db, Self.filter("flag_id", changes?.flags))
            try readFlags(db, Self.filter("id", changes?.flags), links: links)
        }
        if changes?.activations.isEmpty != true {
            try readActivations(db, Self.filter("id", changes?.activations))
        }
    }

    private static func filter(_ column: String, _ ids: Set<Int64>?) -> String {
        guard let ids else { return "" }
        return "WHERE \(column) IN (\(ids.map(String.init).joined(separator: ",")))"
    }

    private mutating func readLinks(_ db: Database, _ filter: String) throws -> [Int64: [Int64]] {
        var links: [Int64: [Int64]] = [:]
        let sql = "SELECT flag_id, activation_id FROM flags_activations \(filter)"
        let cursor = try Row.fetchCursor(db, sql: sql)
        while let row = try cursor.next() {
            let (flag, activation) = (row.integer(0), row.integer(1))
            if let flag, let activation {
                links[flag, default: []].append(activation)
            } else if let flag {
                oddities.note("A link of flag \(flag) names no activation.", of: .flag(flag))
            } else {
                let end = activation.map { "activation \($0)" } ?? "nothing"
                oddities.note("A link to \(end) names no flag.", of: .unknown)
            }
        }
        return links
    }

    private mutating func readFlags(
        _ db: Database,
        _ filter: String,
        links: [Int64: [Int64]]
    ) throws {
        var links = links
        let sql = "SELECT id, name, status FROM flags \(filter) ORDER BY id"
        let cursor = try Row.fetchCursor(db, sql: sql)
        while let row = try cursor.next() {
            guard let id = row.integer(0) else {
                oddities.note("A flag whose id is no whole number is left out.", of: .unknown)
                continue
            }
            let activationIDs = links.removeValue(forKey: id) ?? []
            let flag = FlagSet.Row(
                id: id,
                name: oddities.text(row[1], "name", of: .flag(id)),
                status: oddities.status(row[2], of: .flag(id)),
                activationIDs: activationIDs
            )
            oddities.noteRepeats(in: activationIDs, of: flag)
            flags.append(flag)
        }
        for id in links.keys {
            oddities.note("Flag \(id), which has links, does not exist.", of: .flag(id))
        }
    }

    private mutating func readActivations(_ db: Database, _ filter: String) throws {
        let sql = "SELECT id, name, class_name, config FROM activations \(filter)"
        let cursor = try Row.fetchCursor(db, sql: sql)
        while let row = try cursor.next() {
            guard let id = row.integer(0) else {
                let sentence = "An activation whose id is no whole number is left out."
                oddities.note(sentence, of: .unknown)
                continue
            }
            let activation = Activation(
                id: id,
                name: oddities.text(row[1], "name", of: .activation(id)),
                className: oddities.text(row[2], "class name", of: .activation(id)),
                config: oddities.text(row[3], "config", of: .activation(id))
            )
            activations.append(activation)
        }
    }
}

extension Row {
    /// A column that holds a whole number, and nothing that could be taken for
    /// one; nil if it does not.
    fileprivate func integer(_ index: Int) -> Int64? {
        let value: DatabaseValue = self[index]
        guard case .int64(let number) = value.storage else { return nil }
        return number
    }
}
