import CReference

/// Compares the speed of two pieces of work on a machine whose own speed
/// changes from second to second.
///
/// The two take turns in short slices, and between the pairs runs a loop whose
/// length is known. A pair counts if the loops around it were quick: if the
/// processor ran at full speed then, and for nobody else.
struct Stopwatch {
    private struct Pair {
        let subject: Duration
        let reference: Duration
        /// The slower of the two loops around the pair.
        let loop: Duration
    }

    /// How many pairs a comparison should have.
    private static let enough = 15
    /// How much longer a quick loop takes than the quickest ever.
    private static let tolerance = 1.1

    private let clock = ContinuousClock()
    /// The quickest loop so far, by the number of threads that it ran on.
    private var quickest: [Int: Duration] = [:]

    /// Compares two pieces of work.
    ///
    /// - Parameters:
    ///   - duration: How long to measure; up to three times that if the
    ///     machine does not calm down.
    ///   - threads: How many processors the work keeps busy.
    ///   - subject: One slice of the subject.
    ///   - reference: One slice of the reference.
    /// - Returns: The medians over the pairs that count; if they are too few,
    ///   over those that come closest.
    mutating func compare(
        for duration: Duration = .seconds(2),
        threads: Int = 1,
        _ subject: () async throws -> Void,
        with reference: () async throws -> Void
    ) async throws -> Comparison {
        try await subject()
        try await reference()
        var pairs: [Pair] = []
        var before = loop(on: threads)
        let start = clock.now
        while start.duration(to: clock.now) < duration * (isEnough(pairs, threads) ? 1 : 3) {
            let isTurned = !pairs.count.isMultiple(of: 2)
            let first = try await clock.measure(isTurned ? reference : subject)
            let second = try await clock.measure(isTurned ? subject : reference)
            let after = loop(on: threads)
            pairs.append(
                Pair(
                    subject: isTurned ? second : first,
                    reference: isTurned ? first : second,
                    loop: max(before, after)
                )
            )
            before = after
        }
        let counted = best(pairs, threads)
        return Comparison(
            subject: counted.map(\.subject).median,
            reference: counted.map(\.reference).median,
            ratio: counted.map { $0.subject / $0.reference }.median
        )
    }

    private func isEnough(_ pairs: [Pair], _ threads: Int) -> Bool {
        calmCount(pairs, threads) >= Self.enough
    }

    private func calmCount(_ pairs: [Pair], _ threads: Int) -> Int {
        let limit = (quickest[threads] ?? .zero) * Self.tolerance
        return pairs.count { $0.loop <= limit }
    }

    private func best(_ pairs: [Pair], _ threads: Int) -> some Collection<Pair> {
        pairs.sorted { $0.loop < $1.loop }.prefix(max(calmCount(pairs, threads), Self.enough))
    }

    /// Runs the loop on all threads at the same time.
    private mutating func loop(on threads: Int) -> Duration {
        let duration = clock.measure {
            onThreads(threads) { _ = novi_reference_spin(100_000) }
        }
        quickest[threads] = min(quickest[threads] ?? duration, duration)
        return duration
    }
}
