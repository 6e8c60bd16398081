@_exported public import NoviActivation
@_exported public import NoviCore
public import ServiceLifecycle

/// What decides flags in an app: flags from somewhere, activations from the
/// plugins of this machine.
///
///     let client = DbClient(database: "sqlite:///novi.db")
///     // … run the client, in a ServiceGroup or with `whileRunning` …
///     if client.isEnabled("new-checkout", ["targetingKey": "user-42"]) { … }
///
/// A client is a service: while it runs it keeps itself up to date. Making one
/// neither blocks nor fails; until the first flags have been read, every
/// evaluation gives the caller's default, with the reason
/// ``EvaluationReason/error`` and the code `PROVIDER_NOT_READY`. When the
/// flags can no longer be read, the last ones that could hold.
///
/// Evaluation is synchronous and takes no lock; it may be called from any
/// thread, at any rate.
public protocol BaseClient: Service {
    /// Evaluates a flag; it never fails.
    ///
    /// - Parameters:
    ///   - flag: The flag's key.
    ///   - context: The facts about the caller.
    ///   - default: The value if the flag cannot be evaluated.
    ///   - trace: Whether to say what each activation decided.
    /// - Returns: What the flag is.
    func evaluate(
        _ flag: String,
        context: EvaluationContext,
        default: Bool,
        trace: Bool
    ) -> Evaluation

    /// Evaluates all flags, in ascending order of their ids, in one state.
    ///
    /// - Parameters:
    ///   - context: The facts about the caller.
    ///   - trace: Whether to say what each activation decided.
    /// - Returns: The flags and what they are; none before the client is ready.
    func evaluateAll(context: EvaluationContext, trace: Bool) -> [EvaluatedFlag]

    /// The flags, in ascending order of their ids, as the store has them; none
    /// before the client is ready.
    func flags() -> [Flag]

    /// A flag, as the store has it.
    ///
    /// - Parameter name: The flag's key.
    /// - Returns: The flag; nil if there is none.
    func flag(named name: String) -> Flag?

    /// Whether flags have been read, so that they can be evaluated.
    var isReady: Bool { get }

    /// Waits until flags have been read.
    ///
    /// - Parameter timeout: How long to wait at most.
    /// - Throws: ``ClientError/notReady(reason:)`` if they have not been by then.
    func waitUntilReady(timeout: Duration) async throws

    /// Lends a sequence of the changes to the flags, from now on.
    ///
    /// - Parameter body: What listens; the sequence ends with it.
    /// - Returns: What the body returns.
    func changes<R>(
        _ body: (AsyncStream<FlagsChange>) async throws -> R
    ) async rethrows -> R
}

extension BaseClient {
    /// Whether a flag is on.
    ///
    /// - Parameters:
    ///   - flag: The flag's key.
    ///   - context: The facts about the caller.
    ///   - default: The answer if the flag cannot be evaluated.
    /// - Returns: Whether it is on.
    public func isEnabled(
        _ flag: String,
        _ context: EvaluationContext = EvaluationContext(),
        default: Bool = false
    ) -> Bool {
        evaluate(flag, context: context, default: `default`, trace: false).isOn
    }

    /// Whether a flag is on.
    ///
    /// - Parameters:
    ///   - flag: The flag's key.
    ///   - context: The facts about the caller.
    ///   - default: The answer if the flag cannot be evaluated.
    /// - Returns: Whether it is on.
    public func isEnabled(
        _ flag: String,
        context: EvaluationContext,
        default: Bool = false
    ) -> Bool {
        evaluate(flag, context: context, default: `default`, trace: false).isOn
    }

    /// Evaluates a flag; it never fails.
    ///
    /// - Parameters:
    ///   - flag: The flag's key.
    ///   - context: The facts about the caller.
    ///   - default: The value if the flag cannot be evaluated.
    /// - Returns: What the flag is.
    public func evaluate(
        _ flag: String,
        context: EvaluationContext = EvaluationContext(),
        default: Bool = false
    ) -> Evaluation {
        evaluate(flag, context: context, default: `default`, trace: false)
    }

    /// Evaluates all flags, in ascending order of their ids, in one state.
    ///
    /// - Parameter context: The facts about the caller.
    /// - Returns: The flags and what they are; none before the client is ready.
    public func evaluateAll(
        context: EvaluationContext = EvaluationContext()
    ) -> [EvaluatedFlag] {
        evaluateAll(context: context, trace: false)
    }

    /// Does something if a flag is on.
    ///
    /// - Parameters:
    ///   - flag: The flag's key.
    ///   - context: The facts about the caller.
    ///   - body: What is done.
    /// - Returns: What the body returns; nil if the flag is off.
    public func enabled<R>(
        _ flag: String,
        context: EvaluationContext = EvaluationContext(),
        _ body: () throws -> R
    ) rethrows -> R? {
        try isEnabled(flag, context: context) ? body() : nil
    }

    /// Does something if a flag is on.
    ///
    /// - Parameters:
    ///   - flag: The flag's key.
    ///   - context: The facts about the caller.
    ///   - body: What is done.
    /// - Returns: What the body returns; nil if the flag is off.
    public func enabled<R>(
        _ flag: String,
        context: EvaluationContext = EvaluationContext(),
        _ body: () async throws -> R
    ) async rethrows -> R? {
        try await isEnabled(flag, context: context) ? body() : nil
    }

    /// Runs the client while something is done, for programs that have no
    /// ServiceGroup.
    ///
    /// - Parameters:
    ///   - timeout: How long to wait for the first flags.
    ///   - body: What is done; it begins when the client is ready.
    /// - Returns: What the body returns.
    /// - Throws: ``ClientError/notReady(reason:)``, or what the body throws.
    public func whileRunning<R: Sendable>(
        timeout: Duration = .seconds(10),
        _ body: @Sendable (Self) async throws -> R
    ) async throws -> R {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await run() }
            group.addTask { try await waitUntilReady(timeout: timeout) }
            defer { group.cancelAll() }
            // A client that cannot run at all says why before the time is up.
            try await group.next()
            return try await body(self)
        }
    }
}

/// Why a client cannot do what it was asked.
public enum ClientError: Error, Hashable, CustomStringConvertible {
    /// The flags have not been read in time.
    case notReady(reason: String)

    /// One sentence for people.
    public var description: String {
        switch self {
        case .notReady(let reason): "The flags are not ready: \(reason)"
        }
    }
}
