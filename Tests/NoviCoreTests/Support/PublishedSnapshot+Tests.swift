import NoviCore

extension PublishedSnapshot {
    /// Releases what has been replaced; waits for readers of other tests, since
    /// all readers of the process share their epochs.
    func releaseReplaced() async {
        repeat {
            reclaim()
            await Task.yield()
        } while retiredCount > 0
    }
}
