internal import NoviActivation

/// All that a store holds, at one moment.
package struct FlagSet: Sendable, Equatable {
    /// A flag's row, with links in place of activations.
    package struct Row: Sendable, Equatable {
        /// The id of the flag's row.
        package var id: Int64
        /// The flag's key.
        package var name: String
        /// Whether the flag may be on at all.
        package var status: Bool
        /// The ids of its activations, ascending and without repeats.
        package var activationIDs: [Int64]

        /// Makes a row; the links are put in order.
        package init(id: Int64, name: String, status: Bool, activationIDs: [Int64] = []) {
            self.id = id
            self.name = name
            self.status = status
            self.activationIDs =
                activationIDs.count < 2
                ? activationIDs : Set(activationIDs).sorted()
        }

        /// Tells whether two rows are the same to the last byte.
        package static func == (left: Row, right: Row) -> Bool {
            left.id == right.id && left.status == right.status
                && left.activationIDs == right.activationIDs
                && ExactText(left.name) == ExactText(right.name)
        }
    }

    /// What distinguishes a state of a store from an earlier one.
    package struct Changes: Sendable, Equatable {
        /// The version of the earlier state.
        package var version: UInt64
        /// The ids of the activations whose rows appeared, vanished or changed.
        package var activationIDs: Set<Int64>

        /// Names the differences from an earlier state.
        package init(since version: UInt64, activationIDs: Set<Int64>) {
            self.version = version
            self.activationIDs = activationIDs
        }
    }

    /// Counts up with each state that one store has read; a state never
    /// replaces a later one.
    package var version: UInt64
    /// The flags, in ascending order of their ids.
    package var rows: [Row]
    /// The activations by id, whether a flag uses them or not.
    package var activations: [Int64: Activation]
    /// What the store found wrong with its data and read all the same, one
    /// sentence each: duplicate links, dangling links.
    package var oddities: [String]
    /// What distinguishes this state from an earlier one; nil if the store does
    /// not know.
    package var changes: Changes?

    /// Makes a set of flags.
    package init(
        version: UInt64 = 0,
        rows: [Row] = [],
        activations: [Int64: Activation] = [:],
        oddities: [String] = []
    ) {
        self.version = version
        self.rows = rows
        self.activations = activations
        self.oddities = oddities
    }

    /// Tells whether two sets are the same state; what it came from does not
    /// count.
    package static func == (left: FlagSet, right: FlagSet) -> Bool {
        left.version == right.version && left.rows == right.rows
            && left.activations == right.activations && left.oddities == right.oddities
    }

    /// Takes flags as a client sees them.
    package init(_ flags: [Flag], version: UInt64 = 0) {
        let activations = flags.flatMap(\.activations)
        self.init(
            version: version,
            rows: flags.map {
                Row(
                    id: $0.id,
                    name: $0.name,
                    status: $0.status,
                    activationIDs: $0.activations.map(\.id)
                )
            }
            .sorted { $0.id < $1.id },
            activations: Dictionary(activations.map { ($0.id, $0) }) { first, _ in first }
        )
    }

    /// The flag of a row.
    ///
    /// A link without an activation is left out.
    package func flag(_ row: Row) -> Flag {
        Flag(
            id: row.id,
            name: row.name,
            status: row.status,
            activations: row.activationIDs.compactMap { activations[$0] }
        )
    }

    /// The flags, in ascending order of their ids.
    package var flags: [Flag] { rows.map(flag) }
}
