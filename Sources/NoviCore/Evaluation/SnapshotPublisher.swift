internal import Logging
internal import NoviActivation
internal import Synchronization

/// Turns what a store delivers into snapshots, one after the other.
package actor SnapshotPublisher {
    /// Where the snapshots go.
    package nonisolated let published = PublishedSnapshot()
    /// Told of each new snapshot.
    package nonisolated let changes = FlagsChangeBroadcast()
    /// The classes that snapshots are built with.
    package private(set) var catalog: ActivationCatalog
    private var isReclaiming = false
    /// The builds with which the flags' activations could not be created.
    private var rejected = Rejections()

    /// Builds that do not serve, and for which state of the flags that was found out.
    private struct Rejections {
        var version: UInt64 = 0
        var problems: [String: (image: PluginImage, problem: PluginProblem)] = [:]
    }

    /// Makes a publisher.
    ///
    /// - Parameter catalog: The classes.
    package init(catalog: ActivationCatalog) { self.catalog = catalog }

    /// Builds a snapshot and publishes it.
    ///
    /// When the call returns, evaluations that begin see it.
    ///
    /// - Parameter flags: What the store holds. It is passed over if a later
    ///   state of the same store has been published.
    package func publish(_ flags: FlagSet) {
        let previous = published.current
        if let previous, previous.flags.version > flags.version { return }
        publish(flags, previous: previous)
    }

    /// Builds and publishes a snapshot with other classes.
    ///
    /// A plugin that was replaced by one with which an activation in use cannot be
    /// created goes on serving as it was.
    ///
    /// - Parameter catalog: What a search has found.
    /// - Returns: What serves from now on.
    @discardableResult
    package func replace(_ catalog: ActivationCatalog) -> ActivationCatalog {
        let old = self.catalog
        var next = old.replaced(by: catalog)
        guard let previous = published.current else {
            if !next.isSame(as: old) { self.catalog = next }
            return self.catalog
        }
        if rejected.version != previous.flags.version {
            rejected = Rejections(version: previous.flags.version)
        }
        let known = rejected.problems.filter { next.image(of: $0) === $1.image }
        if !known.isEmpty { next = next.keeping(known.mapValues(\.problem), from: old) }
        guard !next.isSame(as: old) else { return old }
        var snapshot = SnapshotAssembly.assemble(previous.flags, catalog: next, previous: previous)
        let problems = snapshot.replacementProblems(since: previous)
        if !problems.isEmpty {
            for (module, problem) in problems {
                rejected.problems[module] = next.image(of: module).map { ($0, problem) }
            }
            next = next.keeping(problems, from: old)
            snapshot = SnapshotAssembly.assemble(previous.flags, catalog: next, previous: previous)
        }
        self.catalog = next
        publish(snapshot, previous: previous)
        return next
    }

    private func publish(_ flags: FlagSet, previous: Snapshot?) {
        let snapshot = SnapshotAssembly.assemble(flags, catalog: catalog, previous: previous)
        publish(snapshot, previous: previous)
    }

    private func publish(_ snapshot: Snapshot, previous: Snapshot?) {
        published.publish(snapshot)
        reclaimLater()
        changes.send { FlagsChange(from: previous, to: snapshot) }
    }

    /// Releases what evaluations still used when it was replaced.
    private func reclaimLater() {
        guard !isReclaiming, published.retiredCount > 0 else { return }
        isReclaiming = true
        Task {
            while published.retiredCount > 0 {
                // Nobody cancels the task.
                try? await Task.sleep(for: .milliseconds(100))
                published.reclaim()
            }
            isReclaiming = false
        }
    }
}

extension Snapshot {
    /// Which plugins have been replaced by one with which an activation cannot be
    /// created that could be before, and why, by the module.
    fileprivate func replacementProblems(since old: Snapshot) -> [String: PluginProblem] {
        var problems: [String: PluginProblem] = [:]
        for (id, instance) in instances.sorted(by: { $0.key < $1.key }) {
            guard let problem = instance.problem, let type = instance.type, let image = type.image,
                let before = old.instances[id], before.problem == nil,
                before.row == instance.row, let served = before.type?.image, served !== image
            else { continue }
            let reason = "Activation \(id) '\(instance.row.name)' cannot be created with it: "
            problems[type.module] =
                problems[type.module]
                ?? PluginProblem(
                    .createFailed,
                    reason + problem.message,
                    remedy: "Mend the plugin or the config; the build before it goes on serving."
                )
        }
        return problems
    }
}

/// A new state of the flags.
public struct FlagsChange: Sendable, Hashable {
    /// The names of the flags that appeared, vanished, or may decide
    /// otherwise than before; none if the new state decides as the old one.
    public let names: [String]
    /// Counts up with each state that the client has published.
    public let version: UInt64

    init(from old: Snapshot?, to new: Snapshot) {
        version = new.flags.version
        guard let old else {
            names = new.flags.rows.map(\.name)
            return
        }
        let before = Dictionary(old.flags.rows.map { ($0.id, $0) }) { first, _ in first }
        var changed = new.flags.rows.filter { row in
            before[row.id] != row
                || row.activationIDs.contains { old.instances[$0] !== new.instances[$0] }
        }
        .map(\.name)
        let after = Set(new.flags.rows.map { Array($0.name.utf8) })
        changed += old.flags.rows.map(\.name).filter { !after.contains(Array($0.utf8)) }
        names = changed
    }
}

/// Tells everybody who listens about new states of the flags.
package final class FlagsChangeBroadcast: Sendable {
    private struct Listeners {
        var next = 0
        var continuations: [Int: AsyncStream<FlagsChange>.Continuation] = [:]
    }

    private let listeners = Mutex(Listeners())

    package init() {}

    /// Tells everybody.
    ///
    /// - Parameter change: Called only if somebody listens.
    func send(_ change: () -> FlagsChange) {
        let continuations = listeners.withLock { Array($0.continuations.values) }
        guard !continuations.isEmpty else { return }
        let change = change()
        for continuation in continuations { continuation.yield(change) }
    }

    /// Lends a sequence of the changes from now on.
    ///
    /// A listener that is slow loses the older of the changes that it has not
    /// yet taken, beyond 64 of them; the latest always arrives.
    ///
    /// - Parameter body: What listens; the sequence ends with it.
    /// - Returns: What the body returns.
    package func listen<R>(
        _ body: (AsyncStream<FlagsChange>) async throws -> R
    ) async rethrows -> R {
        let (stream, continuation) = AsyncStream.makeStream(
            of: FlagsChange.self,
            bufferingPolicy: .bufferingNewest(64)
        )
        let id = listeners.withLock { listeners in
            listeners.next += 1
            listeners.continuations[listeners.next] = continuation
            return listeners.next
        }
        defer {
            continuation.finish()
            listeners.withLock { _ = $0.continuations.removeValue(forKey: id) }
        }
        return try await body(stream)
    }
}
