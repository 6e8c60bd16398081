// An unsafe edge: threads of their own.

internal import Glibc
internal import Synchronization

/// Runs the same work on several threads that begin at the same time, and waits
/// for all of them.
///
/// - Parameters:
///   - count: How many threads.
///   - body: The work; it gets the number of its thread.
func runOnThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let work = ThreadWork(count: count, body: body)
    let threads = (0..<count).compactMap { _ -> pthread_t? in
        var thread = pthread_t()
        let data = Unmanaged.passRetained(work)
        let status = pthread_create(&thread, nil, runThread, data.toOpaque())
        guard status != 0 else { return thread }
        data.release()
        // Those that wait for it must not wait for ever.
        work.take()
        return nil
    }
    for thread in threads { pthread_join(thread, nil) }
}

/// What threads have in common.
private final class ThreadWork: Sendable {
    private let missing: Atomic<Int>
    private let number = Atomic<Int>(0)
    private let body: @Sendable (Int) -> Void

    init(count: Int, body: @escaping @Sendable (Int) -> Void) {
        missing = Atomic(count)
        self.body = body
    }

    /// Takes a number for a thread that is there.
    @discardableResult
    func take() -> Int {
        missing.subtract(1, ordering: .acquiringAndReleasing)
        return number.add(1, ordering: .relaxed).oldValue
    }

    func run() {
        let number = take()
        while missing.load(ordering: .acquiring) > 0 { sched_yield() }
        body(number)
    }
}

private func runThread(_ data: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let data { Unmanaged<ThreadWork>.fromOpaque(data).takeRetainedValue().run() }
    return nil
}
