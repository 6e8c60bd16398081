internal import CNoviSystem
internal import Glibc
internal import NoviActivation
internal import NoviCore

/// Runs a child process for each plugin, watches over it, and tells Novi what
/// came of it.
///
/// No foreign code runs in the supervisor, so it always ends when Novi does, and
/// then so do its children.
struct ProbeSupervisor {
    private let channel: MessageChannel
    private let descriptor: Int32

    /// Takes the socket that leads to Novi.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        channel = MessageChannel(descriptor)
    }

    /// Answers requests until there are no more.
    func run() {
        // Children of a plugin that loses its process become ours, and end with it.
        _ = novi_adopt_orphans()
        do {
            try channel.send(["gaps": .array(Sandbox.gaps().map(JSONValue.string))])
            while true {
                let request = try channel.receive()
                let file = try channel.receiveDescriptor()
                defer { close(file) }
                try channel.send(answer(request, file))
            }
        } catch {
            // Novi has ended, or is done.
            exit(0)
        }
    }

    private func answer(_ request: JSONValue, _ file: Int32) -> JSONValue {
        let limit = Duration.milliseconds(request["milliseconds"]?.integer ?? 0)
        guard let contract = ContractRequest(request["contract"]) else {
            return trial(Sandbox(timeLimit: limit)).run(file: file) { report, file in
                PluginTrial(path: "/proc/self/fd/\(file)").run(report)
            }.verdict.json
        }
        // Who leaves a file open each time is found only if the system bears it for a while.
        let sandbox = Sandbox(timeLimit: limit, descriptorLimit: 4096)
        return trial(sandbox).run(file: file) { report, file in
            ContractTrial(file: file, request: contract).run(report)
        }.answer.json
    }

    private func trial(_ sandbox: Sandbox) -> Trial {
        Trial(sandbox: sandbox, asker: descriptor)
    }
}
