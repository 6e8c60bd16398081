internal import Foundation
internal import NoviCore

extension PluginSettings {
    /// Takes the lock file and the trusted keys beside a configuration file, where
    /// there are any; what is there counts unless something says otherwise.
    mutating func lookBeside(_ file: String) {
        let folder = URL(filePath: file).deletingLastPathComponent().relativePath
        let prefix = folder == "." ? "" : folder + "/"
        (lockFile, keysFile) = (prefix + "novi_activations.lock", prefix + "novi_trusted_keys")
        let files = FileManager.default
        if files.fileExists(atPath: lockFile) { policy.lock = .enforce }
        if files.fileExists(atPath: keysFile) { policy.signature = .enforce }
        // They may come and go while a host runs.
        (policy.followsLock, policy.followsKeys) = (true, true)
    }

    /// Reads `[plugins]` and each `[plugin NAME]`.
    mutating func read(_ ini: ConfigFile) throws {
        probePath = try ini.value("plugins", "probe_path") ?? probePath
        cache = try ini.value("plugins", "cache") ?? cache
        if let time = try ini.value("plugins", "probe_timeout") {
            probeTimeLimit = try Self.seconds(time, of: "[plugins] probe_timeout")
        }
        if let time = try ini.value("plugins", "time_budget") {
            timeBudget = try Self.seconds(time, of: "[plugins] time_budget")
        }
        try policy.read(ini, section: "plugins")
        for section in ini.sections where section.hasPrefix("plugin ") {
            var own = policy
            try own.read(ini, section: section)
            own.isEnabled = try ini.boolean(section, "enabled") ?? true
            let name = section.dropFirst("plugin ".count).drop { $0 == " " }
            policies[String(name)] = own
        }
    }

    /// Reads the variables; they hold for all plugins that have no section of their
    /// own.
    mutating func read(_ environment: [String: String]) throws {
        probePath = environment["NOVI_PLUGINS_PROBE_PATH"] ?? probePath
        cache = environment["NOVI_CACHE"] ?? cache
        if let time = environment["NOVI_PLUGINS_PROBE_TIMEOUT"] {
            probeTimeLimit = try Self.seconds(time, of: "NOVI_PLUGINS_PROBE_TIMEOUT")
        }
        if let time = environment["NOVI_PLUGINS_TIME_BUDGET"] {
            timeBudget = try Self.seconds(time, of: "NOVI_PLUGINS_TIME_BUDGET")
        }
        for (key, member) in PluginPolicy.demands {
            let name = "NOVI_PLUGINS_\(key.uppercased())"
            guard let text = environment[name] else { continue }
            policy[keyPath: member] = try PluginPolicy.Enforcement(text, of: name)
        }
    }

    private static func seconds(_ text: String, of name: String) throws -> Duration {
        guard let seconds = Double(text), (0.000_001...3600).contains(seconds) else {
            throw ConfigFileError(
                "\(name) takes a number of seconds, from 0.000001 to 3600."
            )
        }
        return .microseconds(Int64(seconds * 1_000_000))
    }
}

extension PluginPolicy {
    /// The keys, and what they stand for.
    fileprivate static var demands: [(String, WritableKeyPath<PluginPolicy, Enforcement>)] {
        [
            ("permissions", \.permissions), ("probe", \.probe), ("lock", \.lock),
            ("signatures", \.signature),
        ]
    }

    fileprivate mutating func read(_ ini: ConfigFile, section: String) throws {
        for (key, member) in Self.demands {
            guard let text = try ini.value(section, key) else { continue }
            self[keyPath: member] = try Enforcement(text, of: "[\(section)] \(key)")
        }
    }
}

extension PluginPolicy.Enforcement {
    fileprivate init(_ text: String, of name: String) throws {
        guard let value = Self(rawValue: text.lowercased()) else {
            throw ConfigFileError("\(name) takes off, warn or enforce.")
        }
        self = value
    }
}
