import Foundation

/// Does the same on several threads at the same time, and waits for all.
///
/// - Parameters:
///   - count: How many threads; the calling one is the first of them.
///   - body: What each of them does.
func onThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    let done = DispatchSemaphore(value: 0)
    for _ in 1..<count {
        Thread.detachNewThread {
            body()
            done.signal()
        }
    }
    body()
    for _ in 1..<count { done.wait() }
}
