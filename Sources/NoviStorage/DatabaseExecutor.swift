internal import Dispatch

/// Runs an actor on a queue of its own, because a thread that waits for a disk
/// must not be one of the few that run all tasks.
final class DatabaseExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "novi.database")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
