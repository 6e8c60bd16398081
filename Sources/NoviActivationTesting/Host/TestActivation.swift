internal import CNovi
public import NoviActivation
internal import Synchronization

/// An activation that a ``TestHost`` has made.
///
/// It may be used on many threads, one of which waits for the other if its
/// class is serial.
public final class TestActivation: Sendable {
    private let table: ActivationTable
    private let instance: ActivationHandle
    private let turn = Mutex(())

    init(_ table: ActivationTable, config: [UInt8]) throws(ActivationError) {
        let creation = table.create(config)
        guard let instance = creation.instance, creation.status == NOVI_OK else {
            throw ActivationError(
                .init(status: creation.status),
                creation.error.text.string ?? ""
            )
        }
        self.table = table
        self.instance = instance
    }

    deinit { table.destroy(instance) }

    /// Evaluates the activation for a context.
    ///
    /// - Parameter attributes: What is known about the caller.
    /// - Returns: What the activation decided.
    public func evaluate(_ attributes: JSONObject = [:]) -> TestEvaluation {
        let context = context(attributes)
        return TestEvaluation(inTurn { table.evaluate(instance, context) })
    }

    /// Asks the activation to describe how it decides for a context.
    ///
    /// - Parameter attributes: What is known about the caller.
    /// - Returns: The sentence; nil if the activation has nothing to say.
    public func explain(_ attributes: JSONObject = [:]) -> String? {
        let context = context(attributes)
        let sentence = inTurn { table.explain(instance, context)?.text.string }
        return sentence == "" ? nil : sentence
    }

    private func context(_ attributes: JSONObject) -> LentContext {
        var plan = ContextPlan(attributes)
        plan.now = table.traits.contains(.clock) ? table.host.now : 0
        return LentContext(plan, host: table.host)
    }

    private func inTurn<R: Sendable>(_ body: () -> R) -> R {
        table.traits.contains(.serial) ? turn.withLock { _ in body() } : body()
    }
}
