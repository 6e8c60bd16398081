internal import Synchronization

/// How long an activation took when it was measured.
package struct ActivationTimes: Sendable, Hashable {
    /// How often it was measured.
    package let count: Int
    /// How often it took longer than it should.
    package let overrunCount: Int
    /// The longest time, in nanoseconds.
    package let longest: Int64
}

/// Collects how long an activation takes, from all threads.
///
/// One evaluation in 256 of a thread is measured, and the first one.
struct ActivationTimer: ~Copyable, Sendable {
    /// How long it should take at most, in nanoseconds.
    private let budget: Int64
    private let count = Atomic(0)
    private let overrunCount = Atomic(0)
    private let longest = Atomic<Int64>(0)

    /// Begins to collect.
    ///
    /// - Parameter budget: How long it should take at most, in nanoseconds.
    init(budget: Int64) { self.budget = budget }

    /// Takes in one measured time, in nanoseconds.
    func add(_ time: Int64) {
        count.add(1, ordering: .relaxed)
        guard time > budget else { return }
        overrunCount.add(1, ordering: .relaxed)
        var known = longest.load(ordering: .relaxed)
        while time > known {
            let exchange = longest.weakCompareExchange(
                expected: known,
                desired: time,
                ordering: .relaxed
            )
            if exchange.exchanged { return }
            known = exchange.original
        }
    }

    /// What has been collected so far; the longest time is 0 if none was too long.
    var times: ActivationTimes {
        ActivationTimes(
            count: count.load(ordering: .relaxed),
            overrunCount: overrunCount.load(ordering: .relaxed),
            longest: longest.load(ordering: .relaxed)
        )
    }
}

extension Duration {
    /// Whole nanoseconds.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}

/// An activation that took longer than it should.
package struct Overrun: Sendable {
    /// The row.
    package let activation: Activation
    /// The module of its class.
    package let module: String
    /// What is wrong, for people.
    package let problem: PluginProblem
}

extension Snapshot {
    /// The activations that took longer than they should when they were measured,
    /// in the order of their ids.
    package var overruns: [Overrun] {
        instances.sorted { $0.key < $1.key }.compactMap { _, instance in
            let times = instance.times.times
            guard times.overrunCount > 0, let type = instance.type else { return nil }
            let problem = PluginProblem(
                .slow,
                "Activation \(instance.row.id) '\(instance.row.name)' took longer than it should in "
                    + "\(times.overrunCount) of \(times.count) measured evaluations, "
                    + "\(Duration.nanoseconds(times.longest)) at most.",
                remedy: "Ask its author to do less; nothing can end it in this process."
            )
            return Overrun(activation: instance.row, module: type.module, problem: problem)
        }
    }
}
