/// Something in the flags that will not do what its author meant.
package struct Finding: Sendable, Hashable {
    /// What kind of thing it is; stable, for programs.
    package enum Kind: String, Sendable, Hashable {
        /// No plugin offers the class of an activation.
        case unknownClass = "UNKNOWN_CLASS"
        /// The class cannot work with the activation's config.
        case badConfig = "BAD_CONFIG"
        /// The store holds something that makes no sense.
        case oddity = "ODDITY"
    }

    /// What kind of thing it is.
    package let kind: Kind
    /// The row; nil if it is not about one.
    package let activation: Activation?
    /// One sentence: what is wrong, and what to do.
    package let message: String
    /// The names of the flags that it touches, in ascending order of their ids.
    package let flags: [String]
    /// What Python novi would have decided; nil if it makes no difference.
    package let python: String?
}

extension Snapshot {
    /// What is wrong with the flags: in the order of the activations' ids, and
    /// then what the store noted.
    ///
    /// Activations that no flag uses are among it if the snapshot was
    /// assembled with them.
    package var findings: [Finding] {
        let users = users
        return broken.map { Finding($0, flags: users[$0.row.id] ?? [], in: self) }
            + flags.oddities.map {
                Finding(kind: .oddity, activation: nil, message: $0, flags: [], python: nil)
            }
    }

    /// The names of the flags that use each activation, directly or through
    /// one that is made of others.
    private var users: [Int64: [String]] {
        var users: [Int64: [String]] = [:]
        for row in flags.rows {
            var seen: Set<Int64> = []
            var waiting = row.activationIDs
            while let id = waiting.popLast() {
                guard seen.insert(id).inserted else { continue }
                users[id, default: []].append(row.name)
                waiting += instances[id]?.asked ?? []
            }
        }
        return users
    }
}

extension Finding {
    fileprivate init(_ instance: ActivationInstance, flags: [String], in snapshot: Snapshot) {
        let isUnknown = instance.type == nil
        self.init(
            kind: isUnknown ? .unknownClass : .badConfig,
            activation: instance.row,
            message: instance.problem?.message ?? "",
            flags: flags,
            python: flags.isEmpty
                ? nil
                : isUnknown
                    ? Self.skipped(instance.row.id, flags: flags, in: snapshot)
                    : "Python novi raises an exception in the caller."
        )
    }

    /// What Python makes of a class that it does not know.
    private static func skipped(_ id: Int64, flags: [String], in snapshot: Snapshot) -> String {
        let open = flags.filter { name in
            guard let row = snapshot.row(named: name), row.status else { return false }
            return row.activationIDs.allSatisfy { snapshot.instances[$0]?.type == nil }
        }
        let skips = "Python novi skips a class that it does not know"
        guard !open.isEmpty else { return "\(skips), and lets the other activations decide." }
        return "\(skips), and turns on for everybody: \(open.joined(separator: ", "))."
    }
}
