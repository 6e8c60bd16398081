internal import Glibc
internal import NoviActivation
internal import NoviCore

/// What a child process left behind.
struct TrialRemains {
    /// How much of what the child prints is kept.
    private static let outputLimit = 4096
    /// How much the child may report.
    private static let reportLimit = 32 << 20

    /// How long the child was allowed to take.
    let timeLimit: Duration
    /// Whether it took longer.
    var isOverdue = false
    /// How it ended, as `waitpid` says.
    var status: Int32 = 0
    private var report: [UInt8] = []
    private var output: [UInt8] = []
    private var outputCount = 0

    init(timeLimit: Duration) { self.timeLimit = timeLimit }

    /// Keeps what the child wrote, within limits.
    mutating func append(_ bytes: [UInt8], toReport: Bool) {
        if toReport {
            report += bytes.prefix(Self.reportLimit - report.count)
        } else {
            output += bytes.prefix(Self.outputLimit - output.count)
            outputCount += bytes.count
        }
    }

    /// What came of it.
    var verdict: ProbeVerdict {
        let lines = report.split(separator: UInt8(ascii: "\n")).compactMap { line in
            line.withUnsafeBytes { try? JSONValue(parsing: $0) }
        }
        guard let stage = lines.last(where: { $0["stage"] != nil })?["stage"]?.string else {
            return .refused(.probeUnavailable("a process for it ends at once (\(status))"))
        }
        guard status == 0, !isOverdue else { return .fatal(problem(stage)) }
        guard let verdict = lines.last?["verdict"].flatMap(ProbeVerdict.init) else {
            return .fatal(
                .exited("It ended the process, or closed what it had not opened, while \(stage).")
            )
        }
        guard case .valid(let description, let warnings) = verdict, outputCount > 0 else {
            return verdict
        }
        return .valid(description, warnings: warnings + [.strayOutput(outputCount, quoted)])
    }

    private func problem(_ stage: String) -> PluginProblem {
        let signal = status & 0x7F
        if isOverdue || signal == SIGXCPU {
            return PluginProblem(
                .probeTimeout,
                "It had not come to an end after \(timeLimit) while \(stage).",
                remedy: "Ask its author to do less there, or raise probe_timeout in novi.ini; "
                    + "then 'novi plugin retry'."
            )
        }
        guard signal == 0 else {
            return PluginProblem(
                .probeCrashed,
                "It crashed the process (\(Self.name(of: signal))) while \(stage).\(quotation)",
                remedy: "Ask its author to mend it; then replace it, or 'novi plugin retry'."
            )
        }
        return .exited("It ended the process (\(status >> 8)) while \(stage).\(quotation)")
    }

    /// What it printed, for a message.
    private var quoted: String {
        let text = String(decoding: output, as: UTF8.self)
        let line = text.split(whereSeparator: \.isNewline).first ?? ""
        return String(line.prefix(200))
    }

    private var quotation: String { quoted.isEmpty ? "" : " It printed: \(quoted)" }

    private static func name(of signal: Int32) -> String {
        let names: [Int32: String] = [
            SIGSEGV: "SIGSEGV", SIGBUS: "SIGBUS", SIGILL: "SIGILL", SIGABRT: "SIGABRT",
            SIGFPE: "SIGFPE", SIGTRAP: "SIGTRAP", SIGSYS: "SIGSYS, a call that is denied",
            SIGXFSZ: "SIGXFSZ",
            SIGKILL: "SIGKILL", SIGTERM: "SIGTERM",
        ]
        return names[signal] ?? "signal \(signal)"
    }
}

extension PluginProblem {
    fileprivate static func exited(_ message: String) -> PluginProblem {
        PluginProblem(
            .probeExited,
            message,
            remedy: "Ask its author to return instead; then replace it, or 'novi plugin retry'."
        )
    }

    fileprivate static func strayOutput(_ count: Int, _ text: String) -> PluginProblem {
        PluginProblem(
            .strayOutput,
            "It printed \(count) bytes while it was tried: \(text)",
            remedy: "Ask its author to use the host's log instead."
        )
    }
}
