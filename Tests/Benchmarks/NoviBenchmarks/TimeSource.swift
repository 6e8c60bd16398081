import Glibc

/// What is counted as time.
enum TimeSource {
    /// The time that goes by.
    case wall
    /// The time for which this thread has a processor: what other programs
    /// take away does not count.
    case thread

    /// The time up to now.
    private var now: Duration {
        var time = timespec()
        clock_gettime(self == .wall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// Measures how long something takes.
    func measure(_ body: () async throws -> Void) async rethrows -> Duration {
        let start = now
        try await body()
        return now - start
    }
}
