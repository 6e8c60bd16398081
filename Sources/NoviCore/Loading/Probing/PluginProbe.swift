// An unsafe edge: starting a program.

internal import CNoviSystem
internal import Glibc
internal import NoviActivation

/// The program in which plugins are tried before this process maps them.
///
/// It runs as long as this object lives.
final class PluginProbe {
    /// What it takes to run the program.
    struct Settings: Sendable, Hashable {
        /// The path of the program.
        let path: String
        /// How long one plugin may take.
        let timeLimit: Duration
    }

    /// What of the sandbox this system does not have.
    let gaps: [String]
    private let process: pid_t
    private let socket: Int32
    private let channel: MessageChannel
    private let timeLimit: Duration

    /// Starts the program that the settings name.
    ///
    /// - Parameter settings: How plugins are checked.
    /// - Throws: ``PluginProblem`` with the code `PROBE_UNAVAILABLE` if it cannot
    ///   be started.
    convenience init(_ settings: PluginSettings) throws(PluginProblem) {
        guard let path = settings.probeProgram else {
            throw .probeUnavailable("there is no novi-plugin-probe beside this program")
        }
        try self.init(Settings(path: path, timeLimit: settings.probeTimeLimit))
    }

    /// Starts the program.
    ///
    /// - Parameter settings: Which, and how.
    /// - Throws: ``PluginProblem`` with the code `PROBE_UNAVAILABLE` if it cannot
    ///   be started.
    init(_ settings: Settings) throws(PluginProblem) {
        (process, socket) = try Self.start(settings.path)
        channel = MessageChannel(socket)
        timeLimit = settings.timeLimit
        do {
            let greeting = try channel.receive(until: .now + .seconds(10))
            gaps = greeting["gaps"]?.array?.compactMap(\.string) ?? []
        } catch {
            gaps = []
            throw .probeUnavailable("'\(settings.path)' does not answer")
        }
    }

    deinit {
        close(socket)
        // Its input has ended, so it ends; it is killed all the same, because nobody waits here.
        // What is no probe may have started something, which is in its group.
        kill(-process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    /// Tries a library.
    ///
    /// - Parameters:
    ///   - staged: The private copy.
    ///   - timeLimit: How long it may take; nil for what the settings say.
    /// - Returns: What came of it.
    /// - Throws: ``PluginProblem`` with the code `PROBE_UNAVAILABLE` if it cannot
    ///   be tried.
    func examine(
        _ staged: StagedFile,
        timeLimit: Duration? = nil
    ) throws(PluginProblem) -> ProbeVerdict {
        try ask([:], about: staged, timeLimit: timeLimit, ProbeVerdict.init)
    }

    /// Holds a library against the contract.
    ///
    /// - Parameters:
    ///   - staged: The private copy.
    ///   - request: What to look at.
    /// - Returns: What came of it.
    /// - Throws: ``PluginProblem`` with the code `PROBE_UNAVAILABLE` if it cannot
    ///   be tried.
    func hold(
        _ staged: StagedFile,
        against request: ContractRequest
    ) throws(PluginProblem) -> ContractAnswer {
        try ask(["contract": request.json], about: staged, ContractAnswer.init)
    }

    private func ask<Answer>(
        _ question: JSONObject,
        about staged: StagedFile,
        timeLimit: Duration? = nil,
        _ read: (JSONValue) -> Answer?
    ) throws(PluginProblem) -> Answer {
        let timeLimit = timeLimit ?? self.timeLimit
        var question = question
        question["milliseconds"] = .integer(Int64(timeLimit.milliseconds))
        let message = JSONValue.object(question)
        let answer = try staged.withDescriptor { descriptor, _ throws(PluginProblem) in
            do throws(MessageChannel.Failure) {
                try channel.send(message)
                try channel.send(descriptor: descriptor)
                return try channel.receive(until: .now + timeLimit + .seconds(10))
            } catch {
                throw .probeUnavailable("it ended or fell silent")
            }
        }
        guard let answer = read(answer) else {
            throw .probeUnavailable("its answer makes no sense; it is of another version perhaps")
        }
        return answer
    }

    private static func start(
        _ path: String
    ) throws(PluginProblem) -> (process: pid_t, socket: Int32) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw .probeUnavailable(String(cString: strerror(errno)))
        }
        defer { close(ends[1]) }
        var process: pid_t = 0
        let code = spawn(path, socket: ends[1], &process)
        guard code == 0 else {
            close(ends[0])
            throw .probeUnavailable("'\(path)': \(String(cString: strerror(code)))")
        }
        return (process, ends[0])
    }

    /// Starts the program with the socket as descriptor 3, and with no other
    /// descriptor of this process.
    private static func spawn(_ path: String, socket: Int32, _ process: inout pid_t) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        // A descriptor that is duplicated onto itself loses its close-on-exec flag.
        posix_spawn_file_actions_adddup2(&actions, socket, 3)
        novi_spawn_close_from(&actions, 4)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var environment = ["SWIFT_BACKTRACE=enable=no"]
        // The libraries of a plugin are looked for where this process would look for them.
        if let path = getenv("LD_LIBRARY_PATH") {
            environment.append("LD_LIBRARY_PATH=" + String(cString: path))
        }
        let (arguments, variables) = (copies([path, "--serve"]), copies(environment))
        defer { for text in arguments + variables { free(text) } }
        return posix_spawn(&process, path, &actions, &attributes, arguments, variables)
    }

    /// Copies of texts as C has them, with a null behind the last.
    private static func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        texts.map { strdup($0) } + [nil]
    }
}

extension PluginProblem {
    /// The program in which plugins are tried cannot be used.
    package static func probeUnavailable(_ reason: String) -> PluginProblem {
        PluginProblem(
            .probeUnavailable,
            "It cannot be tried in a process of its own: \(reason).",
            remedy: "Install novi-plugin-probe beside the program, or set probe_path or probe "
                + "under [plugins] in novi.ini."
        )
    }
}
