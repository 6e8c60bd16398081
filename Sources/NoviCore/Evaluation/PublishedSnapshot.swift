// An unsafe edge: memory that readers use without a lock and without a reference count.

internal import Glibc
internal import Synchronization

/// The snapshot that evaluations use, replaced while they run.
///
/// A reader announces itself in a place of its own thread's, then loads one
/// pointer; it writes to nothing that another thread reads often. A replaced
/// snapshot is released when every reader that may have loaded it has left
/// (epoch-based reclamation, as in K. Fraser, "Practical lock-freedom", 2004,
/// section 5.2.3).
package final class PublishedSnapshot: Sendable {
    private struct Retired {
        let snapshot: Snapshot
        let epoch: UInt64
    }

    /// The address of the current snapshot's memory; 0 before the first.
    private let address = Atomic<UInt>(0)
    /// Keeps alive what the address points to, and what may still be in use.
    private let kept = Mutex<(current: Snapshot?, retired: [Retired])>((nil, []))

    package init() {}

    deinit {
        // Nobody can evaluate any more, since evaluating needs this object.
        kept.withLock { $0 = (nil, []) }
    }

    /// The current snapshot, for those who are not in a hurry.
    package var current: Snapshot? { kept.withLock { $0.current } }

    /// How many replaced snapshots are still in use.
    package var retiredCount: Int { kept.withLock { $0.retired.count } }

    /// Replaces the snapshot.
    ///
    /// Evaluations that began before go on with the old one.
    package func publish(_ snapshot: Snapshot) {
        kept.withLock { kept in
            let old = kept.current
            kept.current = snapshot
            address.store(UInt(bitPattern: snapshot.memory), ordering: .sequentiallyConsistent)
            let epoch = ReaderEpoch.advance()
            if let old { kept.retired.append(Retired(snapshot: old, epoch: epoch)) }
        }
        reclaim()
    }

    /// Releases the replaced snapshots that nobody uses any more.
    package func reclaim() {
        // Releasing runs the `destroy` of plugins, which must not happen under the lock.
        let released = kept.withLock { kept in
            let oldest = ReaderEpoch.oldest
            let released = kept.retired.filter { $0.epoch <= oldest }
            kept.retired.removeAll { $0.epoch <= oldest }
            return released
        }
        _ = consume released
    }

    /// Lends the memory of the current snapshot, nil before the first, and says
    /// whether this is an evaluation that is measured.
    @inline(__always)
    func withMemory<R>(_ body: (UnsafePointer<SnapshotMemory>?, _ isSample: Bool) -> R) -> R {
        let reader = ReaderEpoch.enter()
        defer { ReaderEpoch.leave(reader) }
        let memory = UnsafePointer<SnapshotMemory>(
            bitPattern: address.load(ordering: .sequentiallyConsistent)
        )
        return body(memory, ReaderEpoch.isSample(reader))
    }
}

/// Where a thread says that it is reading, and since when.
private struct ReaderEpoch: ~Copyable {
    /// The epoch in which the thread began to read; 0 while it does not read.
    let epoch = Atomic<UInt64>(0)
    /// Whether a living thread owns the place.
    let isOwned = Atomic<Bool>(true)
    /// How many evaluations of the thread are nested in each other, in the lowest
    /// byte, and above it how many there have been.
    ///
    /// Only the thread looks at it. It is atomic because a plain one would be
    /// written within what others read.
    let evaluations = Atomic<UInt64>(0)
    /// The next place; 0 at the end.
    ///
    /// Places are reused, never freed.
    var next: UInt = 0

    init() {}
}

extension ReaderEpoch {
    typealias Place = UnsafeMutablePointer<ReaderEpoch>

    private static let depthMask: UInt64 = 0xFF
    private static let clock = Atomic<UInt64>(1)
    private static let first = Atomic<UInt>(0)
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        let status = pthread_key_create(&key) { place in
            place?.assumingMemoryBound(to: ReaderEpoch.self).pointee
                .isOwned.store(false, ordering: .releasing)
        }
        precondition(status == 0, "The process has no thread-specific key left.")
        return key
    }()

    /// Begins a new epoch.
    ///
    /// - Returns: The epoch that begins; readers of it or a later one see what
    ///   was published before the call.
    static func advance() -> UInt64 {
        clock.add(1, ordering: .sequentiallyConsistent).newValue
    }

    /// The epoch of the reader that has been reading longest.
    static var oldest: UInt64 {
        var oldest = UInt64.max
        var place = Place(bitPattern: first.load(ordering: .sequentiallyConsistent))
        while let current = place {
            let epoch = current.pointee.epoch.load(ordering: .sequentiallyConsistent)
            if epoch != 0 { oldest = min(oldest, epoch) }
            place = Place(bitPattern: current.pointee.next)
        }
        return oldest
    }

    @inline(__always)
    static func enter() -> Place {
        let place =
            pthread_getspecific(key)?.assumingMemoryBound(to: ReaderEpoch.self) ?? register()
        let before = place.pointee.evaluations.load(ordering: .relaxed)
        if before & depthMask == 0 {
            // Who has seen an epoch begin sees what was published before. The store has to be seen
            // before the snapshot's address is loaded.
            let epoch = clock.load(ordering: .acquiring)
            place.pointee.epoch.store(epoch, ordering: .sequentiallyConsistent)
        }
        place.pointee.evaluations.store(before &+ (depthMask + 2), ordering: .relaxed)
        return place
    }

    /// Whether the evaluation that has just begun is one of those that are
    /// measured: the first of a thread, and each 256th after it.
    @inline(__always)
    static func isSample(_ place: Place) -> Bool {
        let evaluations = place.pointee.evaluations.load(ordering: .relaxed)
        return evaluations & (0xFF << 8) == 1 << 8
    }

    @inline(__always)
    static func leave(_ place: Place) {
        let after = place.pointee.evaluations.load(ordering: .relaxed) &- 1
        place.pointee.evaluations.store(after, ordering: .relaxed)
        if after & depthMask == 0 { place.pointee.epoch.store(0, ordering: .releasing) }
    }

    /// Gives the thread a place: that of a thread which has ended, or a new one.
    @inline(never)
    private static func register() -> Place {
        let place = reuse() ?? make()
        pthread_setspecific(key, place)
        return place
    }

    private static func reuse() -> Place? {
        var place = Place(bitPattern: first.load(ordering: .acquiring))
        while let current = place {
            let taken = current.pointee.isOwned.compareExchange(
                expected: false,
                desired: true,
                ordering: .acquiring
            )
            if taken.exchanged { return current }
            place = Place(bitPattern: current.pointee.next)
        }
        return nil
    }

    private static func make() -> Place {
        // Two threads must not write to one cache line, nor to a pair that is fetched together.
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 128, alignment: 128)
        let place = memory.bindMemory(to: ReaderEpoch.self, capacity: 1)
        place.initialize(to: ReaderEpoch())
        var head = first.load(ordering: .acquiring)
        while true {
            place.pointee.next = head
            let published = first.compareExchange(
                expected: head,
                desired: UInt(bitPattern: place),
                ordering: .sequentiallyConsistent
            )
            if published.exchanged { return place }
            head = published.original
        }
    }
}
