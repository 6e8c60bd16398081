// An unsafe edge: plugins that nobody has looked at yet.

public import CNovi
public import NoviActivation

/// What every activation class has to fulfil, put to the test.
///
///     @Test func `the plugin fulfils the contract`() {
///         let report = ActivationContract(
///             ActivationClass(StaffActivation.self),
///             configs: ["StaffActivation": ["acme.test"]]
///         ).run()
///         #expect(report.isFulfilled, "\(report)")
///     }
///
/// The classes are called as Novi calls them, with everything that a config
/// and a context may be. What breaks a rule is told in the report; what brings
/// the process down brings this one down.
///
/// Some checks look at the whole process. They are skipped unless the contract
/// is `isolated`, in a process in which nothing else happens: the standard
/// output leads elsewhere for a while.
public struct ActivationContract: Sendable {
    /// The function that a plugin exports.
    public typealias Entry =
        @Sendable (UnsafePointer<novi_host>?) -> UnsafePointer<novi_plugin>?

    /// Where the plugin comes from.
    enum Source: Sendable {
        /// Nobody has called the entry yet.
        case entry(Entry)
        /// Somebody has, in as much time as is given.
        case entered(PluginDescription, Duration?)
    }

    /// A plugin's description, which lives until the process ends.
    struct PluginDescription: Sendable {
        nonisolated(unsafe) let pointer: UnsafePointer<novi_plugin>
    }

    let source: Source
    /// The host that the plugin was entered with.
    let host: TestHost
    /// Configs that work, by the name of their class.
    let configs: [String: [String]]
    /// Contexts that matter to the classes.
    let contexts: [JSONObject]
    /// Whether nothing else happens in this process.
    let isIsolated: Bool

    /// Takes classes as their author wrote them.
    ///
    /// - Parameters:
    ///   - classes: The classes.
    ///   - host: Has the activations that a class of its kind resolves.
    ///   - configs: Configs that work, by the name of their class; those of the
    ///     schema if there are none for a class.
    ///   - contexts: Contexts that matter to the classes, beside those that the
    ///     contract makes up.
    ///   - isolated: Whether nothing else happens in this process.
    public init(
        _ classes: ActivationClass...,
        host: TestHost = TestHost(),
        configs: [String: [String]] = [:],
        contexts: [JSONObject] = [],
        isolated: Bool = false
    ) {
        let plugin = makePlugin("classes", version: "", classes)
        self.init(plugin, host: host, configs: configs, contexts: contexts, isolated: isolated)
    }

    /// Takes the function that a plugin exports; the contract calls it.
    ///
    /// - Parameters:
    ///   - entry: The function.
    ///   - host: Has the activations that a class of its kind resolves.
    ///   - configs: Configs that work, by the name of their class; those of the
    ///     schema if there are none for a class.
    ///   - contexts: Contexts that matter to the classes, beside those that the
    ///     contract makes up.
    ///   - isolated: Whether nothing else happens in this process.
    public init(
        entry: @escaping Entry,
        host: TestHost = TestHost(),
        configs: [String: [String]] = [:],
        contexts: [JSONObject] = [],
        isolated: Bool = false
    ) {
        source = .entry(entry)
        self.host = host
        self.configs = configs
        self.contexts = contexts
        isIsolated = isolated
    }

    /// Takes what a plugin's function has returned.
    ///
    /// - Parameters:
    ///   - plugin: The description of the plugin.
    ///   - host: The host with which the function was called.
    ///   - entryTime: How long the function took; nil if nobody knows.
    ///   - configs: Configs that work, by the name of their class; those of the
    ///     schema if there are none for a class.
    ///   - contexts: Contexts that matter to the classes, beside those that the
    ///     contract makes up.
    ///   - isolated: Whether nothing else happens in this process.
    public init(
        _ plugin: UnsafePointer<novi_plugin>,
        host: TestHost,
        entryTime: Duration? = nil,
        configs: [String: [String]] = [:],
        contexts: [JSONObject] = [],
        isolated: Bool = false
    ) {
        source = .entered(PluginDescription(pointer: plugin), entryTime)
        self.host = host
        self.configs = configs
        self.contexts = contexts
        isIsolated = isolated
    }

    /// Puts the classes to the test.
    ///
    /// - Parameter progress: Is told what comes next, so that one knows what
    ///   was under way when the process goes down.
    /// - Returns: What was found.
    public func run(_ progress: ((String) -> Void)? = nil) -> ContractReport {
        run(progress: progress.map { tell in { tell($0.description) } })
    }

    /// Puts some of it to the test.
    ///
    /// - Parameters:
    ///   - className: The one class that is tried; nil for all.
    ///   - omitted: The parts that are left out; what they look at is skipped.
    ///   - progress: Is told what comes next.
    /// - Returns: What was found.
    package func run(
        of className: String? = nil,
        omitting omitted: Set<ContractPart> = [],
        progress: ((ContractStep) -> Void)?
    ) -> ContractReport {
        ContractRun(contract: self, className: className, omitted: omitted, progress: progress)
            .report()
    }
}
