// An unsafe edge: notices of the kernel.

internal import CNoviSystem
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Notices when something changes in folders.
///
/// It says so when nothing has changed for a moment, or when changes do not
/// end. Where the kernel does not tell what changes, it says so again and again,
/// and who listens has to look.
package final class FolderWatcher: Sendable {
    /// How long nothing has to change, in milliseconds.
    private static let quiet: Int32 = 100
    /// How long changes are waited out.
    private static let patience = Duration.milliseconds(400)
    /// How often folders are looked at that the kernel does not watch, in
    /// milliseconds.
    private static let interval: Int32 = 500

    private struct State {
        /// What is of interest, by the number of the kernel's watch.
        var places: [Int32: WatchedPlace] = [:]
        /// Whether somebody has to look all the same.
        var mustPoll = false
        var isStopped = false
    }

    /// The kernel's notices; negative if there are none.
    private let notices = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    /// What ends a wait.
    private let alarm = novi_make_alarm()
    private let state = Mutex(State())

    /// Makes a watcher that watches nothing.
    package init() {}

    deinit { for descriptor in [notices, alarm] where descriptor >= 0 { close(descriptor) } }

    /// Says which folders are of interest from now on.
    ///
    /// - Parameters:
    ///   - places: The folders.
    ///   - isUnfinished: Whether to look again soon, whatever happens.
    /// - Returns: Whether one was not watched before, so that something may have
    ///   been missed.
    package func watch(_ places: Set<WatchedPlace>, isUnfinished: Bool) -> Bool {
        let isNew = state.withLock { state in
            var kept: [Int32: WatchedPlace] = [:]
            state.mustPoll = isUnfinished
            for place in places {
                let watch = place.isRemote ? -1 : place.add(to: notices)
                if watch >= 0 {
                    kept[watch] = kept[watch]?.joined(with: place) ?? place
                } else if place.exists {
                    state.mustPoll = true
                }
            }
            for gone in state.places.keys where kept[gone] == nil {
                inotify_rm_watch(notices, gone)
            }
            defer { state.places = kept }
            return kept.keys.contains { state.places[$0] == nil }
        }
        // The wait that goes on may have to be a shorter one.
        interrupt()
        return isNew
    }

    /// Calls something again and again, when it may be that something has changed,
    /// on a thread of its own, until ``stop()``.
    package func start(_ notify: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "novi.watcher").async { [self] in
            while !state.withLock(\.isStopped) { if wait() { notify() } }
        }
    }

    /// Ends watching.
    package func stop() {
        state.withLock { $0.isStopped = true }
        interrupt()
    }

    private func interrupt() {
        var one: UInt64 = 1
        _ = write(alarm, &one, 8)
    }

    /// Whether somebody has interrupted since it was asked last.
    private var isInterrupted: Bool {
        var count: UInt64 = 0
        return read(alarm, &count, 8) == 8
    }

    /// Waits until something may have changed.
    ///
    /// - Returns: Whether that is so; else somebody has interrupted.
    private func wait() -> Bool {
        let limit = state.withLock(\.mustPoll) ? Self.interval : -1
        guard poll(for: limit) else { return limit >= 0 }
        if isInterrupted { return false }
        guard readNotices() else { return false }
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline, poll(for: Self.quiet) {
            if isInterrupted { break }
            _ = readNotices()
        }
        return true
    }

    /// Waits for a notice or an interruption; false if there was none in time.
    private func poll(for milliseconds: Int32) -> Bool {
        var sources = [notices, alarm].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        return Glibc.poll(&sources, 2, milliseconds) > 0
    }

    /// Takes the notices that there are; whether one of them is of interest.
    private func readNotices() -> Bool {
        var isRelevant = false
        while case let events = FolderEvent.read(from: notices), !events.isEmpty {
            state.withLock { state in
                for event in events where !isRelevant {
                    // What was lost may have been anything.
                    isRelevant =
                        event.isOverflow || state.places[event.watch]?.concerns(event) == true
                }
            }
        }
        return isRelevant
    }
}
