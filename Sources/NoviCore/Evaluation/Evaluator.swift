internal import CNovi
internal import Glibc
internal import NoviActivation

/// Evaluates flags with the snapshot that is published at the moment.
///
/// Evaluating takes no lock, counts no references that threads share, and
/// allocates nothing unless a plugin builds an answer or something fails.
package struct Evaluator: Sendable {
    /// Where the snapshots come from.
    package let published: PublishedSnapshot
    private let clock: WallClock

    /// Makes an evaluator.
    ///
    /// - Parameters:
    ///   - published: Where the snapshots come from.
    ///   - clock: What time it is, for classes that ask.
    package init(
        _ published: PublishedSnapshot,
        clock: @escaping WallClock = Self.systemClock
    ) {
        self.published = published
        self.clock = clock
    }

    /// The time of the system.
    package static let systemClock: WallClock = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Evaluates a flag.
    ///
    /// - Parameters:
    ///   - name: The flag's key.
    ///   - context: The facts about the caller.
    ///   - default: The value if the flag cannot be evaluated.
    ///   - trace: Whether to say what each activation decided.
    /// - Returns: What the flag is; it never fails.
    package func evaluate(
        _ name: String,
        context: EvaluationContext,
        default: Bool = false,
        trace: Bool = false
    ) -> Evaluation {
        published.withMemory { memory, isSample in
            guard let memory else { return .notReady(default: `default`) }
            guard let flag = memory.find(name) else { return .notFound(name, default: `default`) }
            let raw = context.memory?.context ?? EmptyContext.pointer
            return withExtendedLifetime(context) {
                trace
                    ? flag.trace(raw, default: `default`, clock: clock)
                    : flag.evaluate(raw, default: `default`, clock: clock, isSample: isSample)
            }
        }
    }

    /// Evaluates all flags of one snapshot, in ascending order of their ids.
    ///
    /// - Parameters:
    ///   - context: The facts about the caller.
    ///   - trace: Whether to say what each activation decided.
    /// - Returns: The flags and what they are; none before the first snapshot.
    package func evaluateAll(
        context: EvaluationContext,
        trace: Bool = false
    ) -> [EvaluatedFlag] {
        guard let snapshot = published.current else { return [] }
        // One reading for all of them, and none if nobody asks.
        let time = OneReading(clock)
        let raw = context.memory?.context ?? EmptyContext.pointer
        return withExtendedLifetime((context, snapshot)) {
            // One flag in 256, another one each time.
            let sample = Int.random(in: 0..<256)
            return snapshot.nodes.enumerated().map { index, node in
                let row = snapshot.flags.rows[Int(node.pointee.row)]
                let evaluation =
                    trace
                    ? node.trace(raw, default: false, clock: time.value)
                    : node.evaluate(
                        raw,
                        default: false,
                        clock: time.value,
                        isSample: index & 255 == sample
                    )
                return EvaluatedFlag(flag: snapshot.flags.flag(row), evaluation: evaluation)
            }
        }
    }
}

extension UnsafePointer<SnapshotMemory> {
    /// Finds a flag by its name; nil if there is none.
    @inline(__always)
    fileprivate func find(_ name: String) -> UnsafePointer<FlagNode>? {
        let found = name.utf8.withContiguousStorageIfAvailable {
            find(UnsafeRawBufferPointer($0))
        }
        return found ?? name.withBorrowedText { find(UnsafeRawBufferPointer($0)) }
    }
}

/// The context without attributes, for all evaluations that have none.
private enum EmptyContext {
    nonisolated(unsafe) static let pointer: UnsafePointer<novi_context> = {
        let context = UnsafeMutablePointer<novi_context>.allocate(capacity: 1)
        context.initialize(to: .empty)
        return UnsafePointer(context)
    }()
}

extension Evaluation {
    @inline(never)
    fileprivate static func notReady(default: Bool) -> Evaluation {
        let message = "No flags have been read yet; wait until the client is ready."
        return Evaluation(failing: .init(.providerNotReady, message), default: `default`)
    }

    @inline(never)
    fileprivate static func notFound(_ name: String, default: Bool) -> Evaluation {
        let message = "There is no flag '\(name)'."
        return Evaluation(failing: .init(.flagNotFound, message), default: `default`)
    }
}
