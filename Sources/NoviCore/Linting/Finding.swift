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
    package var users: [Int64: [String]] {
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
        self.init(
            kind: instance.type == nil ? .unknownClass : .badConfig,
            activation: instance.row,
            message: instance.problem?.message ?? "",
            flags: flags,
            python: Self.python(instance.row, flags: flags, in: snapshot)
        )
    }

    /// What Python makes of a row that Novi cannot use.
    private static func python(
        _ activation: Activation,
        flags: [String],
        in snapshot: Snapshot
    ) -> String? {
        // Python looks at no activation of a flag that is off.
        let rows = flags.compactMap(snapshot.row(named:)).filter(\.status)
        guard !rows.isEmpty else { return nil }
        if snapshot.isUnknownToPython(activation.id) { return skipped(rows, in: snapshot) }
        guard activation.config.utf8.count <= SnapshotAssembly.configLimit else {
            return "Python novi has no such limit, and decides."
        }
        return activation.className.hasPrefix("novi.client.activations.")
            ? "Python novi 0.4.2 raises an exception in the caller; 0.2.0 skips the class."
            : "Python novi raises an exception in the caller, unless it decides without the config."
    }

    /// What Python makes of a class that it does not know.
    private static func skipped(_ rows: [FlagSet.Row], in snapshot: Snapshot) -> String {
        let open = rows.filter { $0.activationIDs.allSatisfy(snapshot.isUnknownToPython) }
            .map(\.name)
        let skips = "Python novi skips a class that it does not know"
        guard !open.isEmpty else { return "\(skips), and lets the other activations decide." }
        return "\(skips), and turns on for everybody: \(open.joined(separator: ", "))."
    }
}

extension Snapshot {
    /// Whether Python novi certainly lacks the class of an activation: nobody
    /// has it, or it came with this Novi.
    fileprivate func isUnknownToPython(_ id: Int64) -> Bool {
        guard let instance = instances[id], instance.type != nil else { return true }
        return [
            "novi_activations.standard.and_activation.AndActivation",
            "novi_activations.standard.or_activation.OrActivation",
        ]
        .contains(instance.row.className)
    }
}
