// An unsafe edge: a library of others is mapped and entered.

internal import CNovi
internal import Glibc
internal import NoviActivation
internal import NoviActivationTesting
internal import NoviCore
internal import Synchronization

/// What is done in the child process to hold a plugin against the contract.
struct ContractTrial {
    private typealias Entry =
        @convention(c) (UnsafePointer<novi_host>?) -> UnsafePointer<novi_plugin>?

    /// A descriptor of the library.
    let file: Int32
    /// What to look at.
    let request: ContractRequest

    /// What an activation that combines others gets from these: each kind of
    /// answer once.
    private static let activations: [Int64: Result<Decision, ActivationError>] = [
        1: .success(.on), 2: .success(.off), 3: .success(.abstain), 4: .success(.on(value: "blue")),
        5: .failure(.invalidContext("This activation always fails.")),
    ]

    /// Maps the plugin and looks at what was asked for.
    func run(_ report: TrialReport) {
        report.begin("it was loaded")
        let clock = ContinuousClock()
        let start = clock.now
        guard let entry = map() else {
            // Whoever asked has loaded it before; now something is different.
            return report.conclude(["calls": []])
        }
        let mapping = clock.now - start
        let entering = Mutex(Duration.zero)
        let contract = ActivationContract(
            entry: { host in
                let start = clock.now
                let plugin = entry(host)
                entering.withLock { $0 = clock.now - start }
                return plugin
            },
            host: TestHost(activations: Self.activations),
            configs: request.configs,
            isolated: true
        )
        let found = contract.run(of: request.className, omitting: omittedParts) { step in
            report.begin("this was tried: \(step)", part: step.part?.rawValue ?? "")
        }
        // What it has printed and not yet written.
        fflush(nil)
        report.conclude([
            "report": found.json,
            "scanSeconds": .double((mapping + entering.withLock { $0 }) / .seconds(1)),
            "calls": .array(SystemCallFilter.denied.map(JSONValue.string)),
        ])
    }

    private var omittedParts: Set<ContractPart> {
        Set(request.omittedParts.compactMap(ContractPart.init))
    }

    /// Looks at the library once more, and maps it.
    private func map() -> Entry? {
        var status = stat()
        guard fstat(file, &status) == 0,
            // The time that this takes is of interest; what it finds is known.
            (try? LibraryInspection.inspect(file, size: Int(status.st_size))) != nil,
            let handle = dlopen("/proc/self/fd/\(file)", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE),
            let symbol = dlsym(handle, "novi_plugin_v1")
        else { return nil }
        return unsafeBitCast(symbol, to: Entry.self)
    }
}
