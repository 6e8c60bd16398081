internal import Glibc
internal import NoviActivation
internal import NoviCore

/// What a child process left behind.
struct TrialRemains {
    /// How much of what the child prints is kept.
    private static let outputLimit = 4096
    /// How much the child may report at once.
    private static let reportLimit = 32 << 20

    /// How a child ended.
    enum Ending {
        /// It came to a conclusion.
        case concluded(JSONValue)
        /// It ended before, or had to be ended, during a part of the contract.
        case fatal(PluginProblem, part: String)
        /// It did not even begin.
        case unavailable(PluginProblem)
    }

    /// How long the child was allowed to take.
    let timeLimit: Duration
    /// Whether it took longer.
    var isOverdue = false
    /// How it ended, as `waitpid` says.
    var status: Int32 = 0
    /// The last line of the report that makes sense, and the last one that says
    /// what the child was doing.
    private var line: JSONValue?
    private var stage: JSONValue?
    /// The start of a line whose end has not been written yet.
    private var report: [UInt8] = []
    private var output: [UInt8] = []
    private var outputCount = 0

    init(timeLimit: Duration) { self.timeLimit = timeLimit }

    /// Keeps what the child wrote, within limits.
    mutating func append(_ bytes: [UInt8], toReport: Bool) {
        guard toReport else {
            output += bytes.prefix(Self.outputLimit - output.count)
            outputCount += bytes.count
            return
        }
        report += bytes.prefix(Self.reportLimit - report.count)
        guard let end = report.lastIndex(of: UInt8(ascii: "\n")) else { return }
        let lines = report[..<end].split(separator: UInt8(ascii: "\n")).reversed().lazy
            .compactMap { line in line.withUnsafeBytes { try? JSONValue(parsing: $0) } }
        line = lines.first ?? line
        // Of thousands of lines only the last ones are ever read.
        stage = lines.first { $0["stage"] != nil } ?? stage
        report.removeFirst(end + 1)
    }

    /// How it ended.
    var ending: Ending {
        guard let stage, let text = stage["stage"]?.string else {
            return .unavailable(.probeUnavailable("a process for it ends at once (\(status))"))
        }
        let part = stage["part"]?.string ?? ""
        guard status == 0, !isOverdue else { return .fatal(problem(text), part: part) }
        guard let conclusion = line?["conclusion"] else {
            let message = "It ended the process, or closed what it had not opened, while \(text)."
            return .fatal(.exited(message), part: part)
        }
        return .concluded(conclusion)
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

    private var quotation: String { quoted.isEmpty ? "" : " It printed: \(quoted.asSentence)" }

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

// MARK: - Answers

extension TrialRemains {
    /// What came of a trial.
    var verdict: ProbeVerdict {
        switch ending {
        case .unavailable(let problem): return .refused(problem)
        case .fatal(let problem, part: _): return .fatal(problem)
        case .concluded(let conclusion):
            guard let verdict = ProbeVerdict(conclusion) else {
                return .refused(.probeUnavailable("a process for it reports what makes no sense"))
            }
            guard case .valid(let description, let warnings) = verdict, outputCount > 0 else {
                return verdict
            }
            return .valid(description, warnings: warnings + [.strayOutput(outputCount, quoted)])
        }
    }

    /// What came of a contract.
    var answer: ContractAnswer {
        switch ending {
        case .unavailable(let problem): .unavailable(problem)
        case .fatal(let problem, let part): .fatal(problem, part: part)
        case .concluded(let report): .report(report, output: quoted)
        }
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
            "It printed \(count) bytes while it was tried: \(text.asSentence)",
            remedy: "Ask its author to use the host's log instead."
        )
    }
}

extension String {
    /// With a full stop at the end.
    fileprivate var asSentence: String { hasSuffix(".") ? self : "\(self)." }
}
