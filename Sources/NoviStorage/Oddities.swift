internal import GRDB
internal import NoviCore

/// What is wrong with rows that are read all the same.
///
/// A database that Novi did not make may hold what its schema would refuse.
struct Oddities {
    /// What an oddity is about.
    enum Subject: Hashable, Comparable {
        case flag(Int64)
        case activation(Int64)
        case unknown
    }

    private var bySubject: [Subject: [String]] = [:]

    /// Nothing is wrong yet.
    init() {}

    /// One sentence for each, in the order of what they are about.
    var sentences: [String] {
        bySubject.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    /// Adds an oddity.
    mutating func note(_ sentence: String, of subject: Subject) {
        bySubject[subject, default: []].append(sentence)
    }

    /// Takes over what is wrong with rows that were read again.
    mutating func merge(_ newer: Oddities, of changes: FlagChanges) {
        for id in changes.flags { bySubject[.flag(id)] = nil }
        for id in changes.activations { bySubject[.activation(id)] = nil }
        bySubject.merge(newer.bySubject) { $0 + $1 }
    }
}

extension Oddities {
    /// Reads a text; a missing one is empty.
    mutating func text(_ stored: StoredText?, _ column: String, of subject: Subject) -> String {
        guard let stored else {
            note("The \(column) of \(subject) is missing and read as empty text.", of: subject)
            return ""
        }
        if stored.isRepaired {
            note("The \(column) of \(subject) is not UTF-8; what is not is replaced.", of: subject)
        }
        return stored.text
    }

    /// Reads a status; a missing one is off.
    mutating func status(_ stored: DatabaseValue, of subject: Subject) -> Bool {
        let status =
            switch stored.storage {
            case .int64(let number): number != 0
            case .double(let number): number != 0
            case .string(let word): ["true", "t", "yes", "y", "on"].contains(word.lowercased())
            case .null, .blob: false
            }
        if stored != status.databaseValue {
            let word = status ? "on" : "off"
            let sentence = "The status of \(subject) is \(stored), not 0 or 1, and read as \(word)."
            note(sentence, of: subject)
        }
        return status
    }

    /// Finds links to activations that do not exist.
    init(danglingLinksOf rows: [FlagSet.Row], in flags: FlagSet) {
        for row in rows {
            for id in row.activationIDs where flags.activations[id] == nil {
                let sentence = "Flag \(row.id) is linked to activation \(id), which does not exist."
                note(sentence, of: .flag(row.id))
            }
        }
    }

    /// Finds links that are there more than once; they count once.
    mutating func noteRepeats(in links: [Int64], of row: FlagSet.Row) {
        guard links.count > row.activationIDs.count else { return }
        let counts = Dictionary(links.map { ($0, 1) }, uniquingKeysWith: +)
        for (id, count) in counts.sorted(by: { $0.key < $1.key }) where count > 1 {
            let sentence = "Flag \(row.id) has \(count) links to activation \(id)."
            note(sentence, of: .flag(row.id))
        }
    }
}

extension Oddities.Subject: CustomStringConvertible {
    var description: String {
        switch self {
        case .flag(let id): "flag \(id)"
        case .activation(let id): "activation \(id)"
        case .unknown: "a link"
        }
    }
}
