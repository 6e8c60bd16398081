import NoviCore

extension FlagSet {
    /// Flags by the ids of their activations; the ids of the flags count up
    /// from 1 in the order of the names.
    ///
    /// - Parameters:
    ///   - version: The version of the state.
    ///   - activations: All activations.
    ///   - links: The flags' names, and the ids of what is attached to them.
    init(
        version: UInt64 = 0,
        _ activations: [Activation],
        links: KeyValuePairs<String, [Int64]>
    ) {
        self.init(
            version: version,
            rows: links.enumerated().map { index, link in
                Row(id: Int64(index + 1), name: link.key, status: true, activationIDs: link.value)
            },
            activations: Dictionary(uniqueKeysWithValues: activations.map { ($0.id, $0) })
        )
    }

    /// One flag, `flag`, with all of the activations.
    init(version: UInt64 = 0, _ activations: [Activation]) {
        self.init(version: version, activations, links: ["flag": activations.map(\.id)])
    }
}

extension ActivationCatalog {
    /// An evaluator of flags whose classes are those of the catalog.
    func evaluator(
        _ flags: FlagSet,
        clock: @escaping WallClock = Evaluator.systemClock
    ) -> Evaluator {
        let published = PublishedSnapshot()
        published.publish(SnapshotAssembly.assemble(flags, catalog: self))
        return Evaluator(published, clock: clock)
    }

    /// Evaluates a flag that has the activations.
    func evaluate(
        _ activations: Activation...,
        context: EvaluationContext = [:],
        default: Bool = false,
        trace: Bool = false
    ) -> Evaluation {
        evaluator(FlagSet(activations))
            .evaluate("flag", context: context, default: `default`, trace: trace)
    }
}
