// An unsafe edge: the standard output of the process.

internal import Glibc

/// Collects what is written to the standard output and error.
///
/// - Parameter body: What may write.
/// - Returns: What the body returned, and the start of what was written.
func withOutputCaptured<R>(_ body: () -> R) -> (R, written: [UInt8]) {
    fflush(nil)
    guard let file = tmpfile() else { return (body(), []) }
    defer { fclose(file) }
    let saved = [STDOUT_FILENO, STDERR_FILENO].map { number in
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
        dup2(fileno(file), number)
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
        count = max(0, pread(fileno(file), buffer.baseAddress, size, 0))
    }
    return (result, written)
}
