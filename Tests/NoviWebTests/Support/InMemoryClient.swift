import NoviClient

/// A client whose flags are made in code.
struct InMemoryClient: BaseClient {
    private let publisher: SnapshotPublisher
    private let evaluator: Evaluator

    /// Makes a client that has not read any flags.
    init() { self.init(catalog: ActivationCatalog()) }

    /// Makes a client that is ready.
    init(_ flags: [Flag], classes: ActivationClass...) async throws {
        var catalog = ActivationCatalog()
        try catalog.register(classes, module: "tests")
        self.init(catalog: catalog)
        await publisher.publish(FlagSet(flags))
    }

    private init(catalog: ActivationCatalog) {
        publisher = SnapshotPublisher(catalog: catalog)
        evaluator = Evaluator(publisher.published)
    }

    func run() async throws {}

    func evaluate(
        _ flag: String,
        context: EvaluationContext,
        default: Bool,
        trace: Bool
    ) -> Evaluation {
        evaluator.evaluate(flag, context: context, default: `default`, trace: trace)
    }

    func evaluateAll(context: EvaluationContext, trace: Bool) -> [EvaluatedFlag] {
        evaluator.evaluateAll(context: context, trace: trace)
    }

    func flags() -> [Flag] { publisher.published.current?.flags.flags ?? [] }

    func flag(named name: String) -> Flag? {
        publisher.published.current.flatMap { snapshot in
            snapshot.row(named: name).map(snapshot.flags.flag)
        }
    }

    var isReady: Bool { publisher.published.current != nil }

    func waitUntilReady(timeout: Duration) async throws {}

    func changes<R>(
        _ body: (AsyncStream<FlagsChange>) async throws -> R
    ) async rethrows -> R {
        try await publisher.changes.listen(body)
    }
}
