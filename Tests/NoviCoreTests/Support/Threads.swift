import Foundation

/// Runs a body on a thread of its own, so that it may wait for others.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}

/// Runs a body on several threads at the same time, and waits for all of them.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) async {
    await withTaskGroup { group in
        for index in 0..<count {
            group.addTask { await onThread { body(index) } }
        }
    }
}
