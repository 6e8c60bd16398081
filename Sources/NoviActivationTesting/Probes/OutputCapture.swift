// An unsafe edge: the standard output of the process.

internal import Glibc

/// Collects what is written to the standard output and error.
///
/// What goes beyond the first 64 KiB or so is lost.
///
/// - Parameter body: What may write.
/// - Returns: What the body returned, and the start of what was written.
func withOutputCaptured<R>(_ body: () -> R) -> (R, written: [UInt8]) {
    fflush(nil)
    var ends: [Int32] = [-1, -1]
    // A file may be forbidden where this runs.
    guard pipe(&ends) == 0 else { return (body(), []) }
    defer { for end in ends { close(end) } }
    for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        // Nobody reads meanwhile, so that writing must not wait.
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    let saved = [STDOUT_FILENO, STDERR_FILENO].map { number in
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
        dup2(ends[1], number)
        return (number, copy)
    }
    let result = body()
    fflush(nil)
    for (number, copy) in saved {
        if copy < 0 { close(number) } else { dup2(copy, number) }
        close(copy)
    }
    let size = 4096
    let written = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        count = max(0, read(ends[0], buffer.baseAddress, size))
    }
    return (result, written)
}
