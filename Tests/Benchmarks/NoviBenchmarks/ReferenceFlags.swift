import CReference

/// The C loop that evaluations are compared with.
final class ReferenceFlags {
    private let flags: OpaquePointer?
    private let key: NameList

    /// Makes flags with these names.
    init(_ names: [String]) {
        let names = NameList(names)
        flags = novi_reference_flags_make(names.texts, names.texts.count, 100)
        key = NameList([SampleFlags.targetingKey])
    }

    deinit { novi_reference_flags_free(flags) }

    /// Evaluates each flag.
    ///
    /// - Returns: How many are on.
    func evaluate(_ names: NameList, passes: Int = 1) -> Int {
        let texts = names.texts
        return novi_reference_flags_evaluate(flags, texts, texts.count, passes, key.texts[0])
    }
}
