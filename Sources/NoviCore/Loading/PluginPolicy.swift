internal import Glibc

/// What is asked of plugins before they are used.
public struct PluginPolicy: Sendable, Hashable {
    /// What happens to a plugin that does not fulfil a demand.
    public enum Enforcement: String, Sendable, Hashable, CaseIterable {
        /// Nobody looks.
        case off
        /// It is used, and shown with a warning.
        case warn
        /// It is not used.
        case enforce
    }

    /// Whether nobody but this user and root may write to the file and to the
    /// folders above it.
    public var permissions: Enforcement
    /// Whether a plugin has to be tried in a process of its own before this
    /// process maps it.
    public var probe: Enforcement
    /// Whether the content has to be the one that the lock file names.
    public var lock: Enforcement { didSet { followsLock = false } }
    /// Whether a trusted key has to have signed the file.
    public var signature: Enforcement { didSet { followsKeys = false } }
    /// Whether the lock is enforced while the lock file is there and off while it is
    /// not; until somebody sets ``lock``.
    package var followsLock = false
    /// The same for ``signature`` and the file of trusted keys.
    package var followsKeys = false
    /// Whether it may be used at all.
    public var isEnabled = true

    /// Makes a policy.
    ///
    /// - Parameters:
    ///   - permissions: What may be written by whom.
    ///   - probe: Whether plugins are tried in a process of their own.
    ///   - lock: Whether contents are pinned.
    ///   - signature: Whether files are signed.
    public init(
        permissions: Enforcement = .warn,
        probe: Enforcement = .warn,
        lock: Enforcement = .off,
        signature: Enforcement = .off
    ) {
        self.permissions = permissions
        self.probe = probe
        self.lock = lock
        self.signature = signature
    }
}

/// How plugins are found, checked and tried.
public struct PluginSettings: Sendable, Hashable {
    /// What is asked of all plugins.
    public var policy = PluginPolicy()
    /// What is asked of single ones instead, by the name of the module below the
    /// root, `standard.and_activation` for example.
    public var policies: [String: PluginPolicy] = [:]
    /// The program in which plugins are tried; nil for `novi-plugin-probe` beside
    /// the running program, or in `../libexec/novi`.
    public var probePath: String?
    /// How long one plugin may take when it is tried.
    public var probeTimeLimit: Duration = .seconds(5)
    /// How long one activation should take to decide.
    ///
    /// It is measured on a sample and reported; nothing can end a plugin that
    /// takes longer.
    public var timeBudget: Duration = .milliseconds(1)
    /// The file that says which content each plugin has to have.
    public var lockFile = "novi_activations.lock"
    /// The file with the keys whose signatures count.
    public var keysFile = "novi_trusted_keys"
    /// The folder for private copies of plugins; nil for none: then they are kept
    /// in memory, and nothing is remembered.
    public var cache: String?

    /// Makes settings with the defaults.
    public init() {
        if geteuid() == 0 { policy.permissions = .enforce }
        cache = Self.standardCache
    }

    /// The folder that the environment gives: `NOVI_CACHE`, what systemd gives to a
    /// service, or `novi` in the user's cache; nil if there is none.
    private static var standardCache: String? {
        if let own = variable("NOVI_CACHE") { return own }
        if let service = variable("CACHE_DIRECTORY")?.split(separator: ":").first {
            return String(service)
        }
        let folder = variable("XDG_CACHE_HOME") ?? variable("HOME").map { "\($0)/.cache" }
        return folder.map { "\($0)/novi" }
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The program in which plugins are tried; nil if there is none.
    var probeProgram: String? {
        probePath
            ?? Installation.find("novi-plugin-probe", "../libexec/novi/novi-plugin-probe")
    }

    /// The settings with what the files that are there now ask for.
    var current: PluginSettings {
        let isLocked = access(lockFile, F_OK) == 0
        let isSigned = access(keysFile, F_OK) == 0
        func current(_ policy: PluginPolicy) -> PluginPolicy {
            var policy = policy
            if policy.followsLock { policy.lock = isLocked ? .enforce : .off }
            if policy.followsKeys { policy.signature = isSigned ? .enforce : .off }
            return policy
        }
        var settings = self
        settings.policy = current(policy)
        settings.policies = policies.mapValues(current)
        return settings
    }

    /// What is asked of a plugin.
    func policy(for module: String) -> PluginPolicy {
        guard !policies.isEmpty else { return policy }
        let short = module.split(separator: ".", maxSplits: 1).last.map(String.init) ?? module
        return policies[short] ?? policies[module] ?? policy
    }
}
