/// In which order plugins are tried, so that one that does not come to an end does
/// not hold up those that do.
///
/// Each is tried for a short time at first. One that takes longer waits until a
/// search has found nothing new to try; then one in each search gets the whole time.
struct TrialOrder {
    /// How long the first attempt may take.
    private static let short = Duration.milliseconds(500)

    private let limit: Duration
    /// What took longer than the first attempt may.
    private var slow: Set<ContentHash> = []
    private var hasTriedNew = false
    private var mayWait = false

    /// - Parameter limit: How long a plugin may take.
    init(limit: Duration) { self.limit = limit }

    /// Begins a search.
    mutating func begin() {
        mayWait = !hasTriedNew
        hasTriedNew = false
    }

    /// Forgets what is known of a content.
    mutating func forget(_ hash: ContentHash) { slow.remove(hash) }

    /// How long a content may take now; nil if it has to wait.
    mutating func limit(for hash: ContentHash) -> Duration? {
        guard slow.contains(hash) else {
            hasTriedNew = true
            return min(limit, Self.short)
        }
        guard mayWait, !hasTriedNew else { return nil }
        mayWait = false
        return limit
    }

    /// Takes what came of an attempt.
    ///
    /// - Returns: Whether more time would change nothing about it.
    mutating func isConclusive(
        _ verdict: ProbeVerdict,
        of hash: ContentHash,
        within attempt: Duration
    ) -> Bool {
        guard attempt < limit, case .fatal(let problem) = verdict, problem.code == .probeTimeout
        else { return true }
        slow.insert(hash)
        return false
    }
}
