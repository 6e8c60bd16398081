internal import NoviCore

extension FlagSet {
    /// Whether both hold the same bytes.
    ///
    /// Swift's own comparison takes texts for equal that differ in how their
    /// accents are written.
    func holdsTheSame(as other: FlagSet) -> Bool {
        rows.elementsEqual(other.rows) { $0.isIdentical(to: $1) }
            && activations.count == other.activations.count
            && activations.values.allSatisfy { activation in
                other.activations[activation.id].map(activation.isIdentical) ?? false
            }
            && oddities == other.oddities
    }
}

extension FlagSet.Row {
    fileprivate func isIdentical(to other: FlagSet.Row) -> Bool {
        id == other.id && status == other.status && activationIDs == other.activationIDs
            && name.utf8.elementsEqual(other.name.utf8)
    }
}

extension Activation {
    fileprivate func isIdentical(to other: Activation) -> Bool {
        name.utf8.elementsEqual(other.name.utf8)
            && className.utf8.elementsEqual(other.className.utf8)
            && config.utf8.elementsEqual(other.config.utf8)
    }
}
