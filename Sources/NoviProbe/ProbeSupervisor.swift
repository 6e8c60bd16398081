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
                try channel.send(answer(request, file).json)
            }
        } catch {
            // Novi has ended, or is done.
            exit(0)
        }
    }

    private func answer(_ request: JSONValue, _ file: Int32) -> ProbeVerdict {
        let limit = request["milliseconds"]?.integer ?? 0
        let trial = Trial(timeLimit: .milliseconds(limit), asker: descriptor)
        return trial.run(file: file) { report, file in
            PluginTrial(path: "/proc/self/fd/\(file)").run(report)
        }
    }
}
