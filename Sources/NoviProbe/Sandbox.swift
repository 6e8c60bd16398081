// An unsafe edge: what this process may do is taken from it.

internal import CNoviSystem
internal import Glibc

/// What foreign code in this process may not do any more.
///
/// No writing, no network, no other programs or processes, little memory, little
/// time. Reading is allowed: a library needs its libraries.
struct Sandbox {
    /// How long the process may use a processor.
    let timeLimit: Duration
    /// How many descriptors the process may have.
    var descriptorLimit: UInt64 = 64

    private static let resources: [(Int, UInt64)] = [
        (Int(RLIMIT_CORE.rawValue), 0), (Int(RLIMIT_FSIZE.rawValue), 0),
        (Int(RLIMIT_DATA.rawValue), 256 << 20), (Int(RLIMIT_AS.rawValue), 4 << 30),
    ]

    /// Takes the rights of this process, for good.
    ///
    /// - Returns: What could not be taken, for people.
    @discardableResult
    func apply() -> [String] {
        var gaps: [String] = []
        offerToKiller()
        let seconds = UInt64(timeLimit / .seconds(1)) + 1
        let own = [
            (Int(RLIMIT_NOFILE.rawValue), descriptorLimit), (Int(RLIMIT_CPU.rawValue), seconds),
        ]
        for (resource, limit) in Self.resources + own
        where novi_limit(Int32(resource), limit) != 0 {
            gaps.append("resource limit \(resource): \(Self.reason)")
        }
        if novi_no_new_privileges() != 0 { gaps.append("no new privileges: \(Self.reason)") }
        if let gap = Landlock.apply() { gaps.append("Landlock: \(gap)") }
        if let gap = SystemCallFilter.apply() { gaps.append("seccomp: \(gap)") }
        return gaps
    }

    /// Should memory run short, this process is the first to go.
    private func offerToKiller() {
        let file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = write(file, "1000", 4)
        close(file)
    }

    fileprivate static var reason: String { String(cString: strerror(errno)) }

    /// What of the sandbox this system does not have, for people.
    ///
    /// It is found out in a process of its own.
    static func gaps() -> [String] {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return ["unknown: \(reason)"] }
        let child = novi_fork()
        guard child != 0 else {
            let gaps = Sandbox(timeLimit: .seconds(1)).apply().joined(separator: "\n")
            _ = write(ends[1], gaps, gaps.utf8.count)
            _exit(0)
        }
        close(ends[1])
        defer { close(ends[0]) }
        var text = [UInt8](repeating: 0, count: 4096)
        let count = max(read(ends[0], &text, text.count), 0)
        var status: Int32 = 0
        waitpid(child, &status, 0)
        guard status == 0 else { return ["everything: it does not survive its own sandbox"] }
        return String(decoding: text.prefix(count), as: UTF8.self).split(separator: "\n")
            .map(String.init)
    }
}

/// Denies files, network and signals by the kernel's Landlock.
private enum Landlock {
    /// All rights on files but to read them and folders (`LANDLOCK_ACCESS_FS_…`).
    private static let files: [(version: Int32, rights: UInt64)] = [
        (1, 0b1_1111_1111_0011), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15),
    ]
    /// To bind and to connect TCP sockets, since version 4.
    private static let network: UInt64 = 0b11
    /// To reach abstract sockets and to send signals, since version 6.
    private static let scopes: UInt64 = 0b11

    /// Denies all that this kernel can deny.
    ///
    /// - Returns: Why nothing is denied; nil if something is.
    static func apply() -> String? {
        let version = novi_landlock_version()
        guard version > 0 else { return Sandbox.reason }
        let denied = novi_landlock(
            files: files.reduce(0) { $1.version <= version ? $0 | $1.rights : $0 },
            network: version >= 4 ? network : 0,
            scopes: version >= 6 ? scopes : 0
        )
        let size = version >= 6 ? 24 : version >= 4 ? 16 : 8
        return withUnsafePointer(to: denied) { novi_landlock_restrict($0, size) } == 0
            ? nil : Sandbox.reason
    }
}
