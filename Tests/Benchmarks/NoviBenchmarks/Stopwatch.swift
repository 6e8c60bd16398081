import CReference

/// Compares the speed of two pieces of work on a machine whose own speed
/// changes from second to second.
///
/// The two take turns in short slices, and between the pairs runs a loop of
/// known length. A pair counts if the loops around it were quick: if the
/// processor ran at full speed then, and for nobody else.
struct Stopwatch {
    private struct Pair {
        let subject: Duration
        let reference: Duration
        /// The slower of the two loops around the pair.
        let loop: Duration
    }

    /// How much longer a quick loop takes than the quickest of all.
    private static let tolerance = 1.1

    /// The quickest loop so far, by the number of threads that it ran on.
    private var quickest: [Int: Duration] = [:]

    /// Compares two pieces of work by what they say how long they took.
    ///
    /// - Parameters:
    ///   - duration: How long to measure; up to three times that as long as
    ///     fewer than half of the pairs count.
    ///   - threads: How many processors must be calm.
    ///   - subject: One slice of the subject.
    ///   - reference: One slice of the reference.
    /// - Returns: The medians over the pairs that count, or over the best half
    ///   if they are fewer.
    /// - Throws: What the slices throw.
    mutating func alternate(
        for duration: Duration = .seconds(2),
        threads: Int = 1,
        _ subject: () async throws -> Duration,
        with reference: () async throws -> Duration
    ) async throws -> Comparison {
        _ = try await (subject(), reference())
        var pairs: [Pair] = []
        var before = await loop(on: threads)
        let start = ContinuousClock.now
        while start.duration(to: .now) < duration * (isCalm(pairs, threads) ? 1 : 3) {
            let isTurned = pairs.count % 2 == 1
            let first = try await isTurned ? reference() : subject()
            let second = try await isTurned ? subject() : reference()
            let after = await loop(on: threads)
            pairs.append(
                Pair(
                    subject: isTurned ? second : first,
                    reference: isTurned ? first : second,
                    loop: max(before, after)
                )
            )
            before = after
        }
        return summary(pairs, threads)
    }

    /// Compares two pieces of work by the time for which they have a processor.
    ///
    /// The work must stay on its thread.
    mutating func compare(
        _ subject: () -> Void,
        with reference: () -> Void
    ) async throws -> Comparison {
        try await alternate {
            await TimeSource.thread.measure(subject)
        } with: {
            await TimeSource.thread.measure(reference)
        }
    }

    private func isCalm(_ pairs: [Pair], _ threads: Int) -> Bool {
        calmCount(pairs, threads) * 2 >= pairs.count
    }

    private func calmCount(_ pairs: [Pair], _ threads: Int) -> Int {
        let limit = (quickest[threads] ?? .zero) * Self.tolerance
        return pairs.count { $0.loop <= limit }
    }

    private func summary(_ pairs: [Pair], _ threads: Int) -> Comparison {
        let count = max(calmCount(pairs, threads), (pairs.count + 1) / 2)
        let counted = pairs.sorted { $0.loop < $1.loop }.prefix(count)
        return Comparison(
            subject: counted.map(\.subject).median,
            reference: counted.map(\.reference).median,
            ratio: counted.map { $0.subject / $0.reference }.median
        )
    }

    /// Runs the loop on all threads at the same time.
    private mutating func loop(on threads: Int) async -> Duration {
        let duration = await TimeSource.wall.measure {
            onThreads(threads) { _ in _ = novi_reference_spin(100_000) }
        }
        quickest[threads] = min(quickest[threads] ?? duration, duration)
        return duration
    }
}
