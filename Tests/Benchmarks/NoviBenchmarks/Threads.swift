import Foundation

/// Does the same on several threads at the same time, and waits for all.
///
/// - Parameters:
///   - count: How many threads; the calling one is the first of them.
///   - body: What each of them does; it gets the number of the thread.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let done = DispatchSemaphore(value: 0)
    for number in 1..<count {
        Thread.detachNewThread {
            body(number)
            done.signal()
        }
    }
    body(0)
    for _ in 1..<count { done.wait() }
}
