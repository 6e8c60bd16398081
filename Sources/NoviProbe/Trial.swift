// An unsafe edge: a process is copied, watched and killed.

internal import CNoviSystem
internal import Glibc
internal import NoviActivation
internal import NoviCore

/// A child process in which foreign code runs: what it may do, how long, and
/// how it ends.
struct Trial {
    /// What the child may do, and how long it may take.
    let sandbox: Sandbox
    /// The socket of who asks; once that has ended, nobody wants to know.
    let asker: Int32

    /// Runs foreign code in a child process, within the sandbox.
    ///
    /// - Parameters:
    ///   - file: A descriptor that the child has beside that of its report.
    ///   - body: Runs in the child; it says what it is doing, and its conclusion.
    /// - Returns: What the child left behind.
    func run(file: Int32, _ body: (TrialReport, _ file: Int32) -> Void) -> TrialRemains {
        let none = TrialRemains(timeLimit: sandbox.timeLimit)
        guard let report = Self.pipe() else { return none }
        guard let output = Self.pipe() else {
            for end in [report.read, report.write] { close(end) }
            return none
        }
        defer { for end in [report.read, output.read] { close(end) } }
        let parent = getpid()
        let child = novi_fork()
        if child == 0 {
            prepare(parent: parent, report: report.write, output: output.write, file: file)
            body(TrialReport(descriptor: 3), 4)
            // Nothing that was registered to run at the end of the process is run.
            _exit(0)
        }
        for end in [report.write, output.write] { close(end) }
        guard child > 0 else { return none }
        return watch(child, report: report.read, output: output.read)
    }

    private static func pipe() -> (read: Int32, write: Int32)? {
        var ends: [Int32] = [-1, -1]
        return Glibc.pipe(&ends) == 0 ? (ends[0], ends[1]) : nil
    }

    /// Runs in the child before anything foreign does.
    private func prepare(parent: pid_t, report: Int32, output: Int32, file: Int32) {
        setpgid(0, 0)
        _ = novi_die_with_parent()
        // The parent may have ended before that call.
        if getppid() != parent { _exit(1) }
        dup2(output, STDOUT_FILENO)
        dup2(output, STDERR_FILENO)
        // Higher numbers first, so that none is overwritten before it is used.
        let (report, file) = (fcntl(report, F_DUPFD, 16), fcntl(file, F_DUPFD, 16))
        dup2(report, 3)
        dup2(file, 4)
        _ = novi_close_from(5)
        novi_clear_environment()
        chdir("/")
        sandbox.apply()
    }

    /// Reads what the child writes until it ends or the time is up, and ends
    /// what is left of it.
    private func watch(_ child: pid_t, report: Int32, output: Int32) -> TrialRemains {
        // The child does the same; whoever comes first.
        setpgid(child, child)
        var remains = TrialRemains(timeLimit: sandbox.timeLimit)
        var sources = [report, output].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        // Only that the other end is closed is of interest, and that is always told.
        sources.append(pollfd(fd: asker, events: 0, revents: 0))
        let deadline = ContinuousClock.now + sandbox.timeLimit
        while sources[..<2].contains(where: { $0.fd >= 0 }) {
            let wait = ContinuousClock.now.duration(to: deadline)
            guard wait > .zero, sources[2].revents == 0 else {
                remains.isOverdue = true
                break
            }
            guard poll(&sources, 3, wait.milliseconds + 1) > 0 else { continue }
            for index in 0..<2 where sources[index].revents != 0 {
                let bytes = Self.read(sources[index].fd)
                if bytes.isEmpty { sources[index].fd = -1 }
                remains.append(bytes, toReport: index == 0)
            }
        }
        remains.status = Self.end(child)
        return remains
    }

    private static func read(_ descriptor: Int32) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, used in
            used = max(Glibc.read(descriptor, buffer.baseAddress, buffer.count), 0)
        }
    }

    /// Kills a child and all that it has started.
    private static func end(_ child: pid_t) -> Int32 {
        kill(-child, SIGKILL)
        var result: Int32 = 0
        while waitpid(child, &result, 0) < 0, errno == EINTR {}
        // What has left the child's group is ours now.
        var other: Int32 = 0
        while waitpid(-1, &other, WNOHANG) >= 0 {
            for orphan in orphans() { kill(orphan, SIGKILL) }
            usleep(1000)
        }
        return result
    }

    private static func orphans() -> [pid_t] {
        guard let list = fopen("/proc/self/task/\(getpid())/children", "r") else { return [] }
        defer { fclose(list) }
        var line = [UInt8](repeating: 0, count: 4096)
        let count = fread(&line, 1, line.count, list)
        return String(decoding: line.prefix(count), as: UTF8.self).split(separator: " ")
            .compactMap { pid_t($0) }
    }
}

/// Where a child says what it is doing, and in the end its conclusion.
struct TrialReport {
    let descriptor: Int32

    /// Says what the child does next, as in "while it …".
    ///
    /// - Parameters:
    ///   - stage: What it does.
    ///   - part: The part of the contract that it belongs to; empty for none.
    func begin(_ stage: String, part: String = "") {
        write(["stage": .string(stage), "part": .string(part)])
    }

    /// Says what came of it.
    func conclude(_ conclusion: JSONValue) { write(["conclusion": conclusion]) }

    private func write(_ line: JSONValue) {
        var bytes: [UInt8] = []
        line.write(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        while !bytes.isEmpty {
            let count = Glibc.write(descriptor, bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes.removeFirst(count)
        }
    }
}
