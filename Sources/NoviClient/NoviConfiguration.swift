public import Foundation
package import Logging
package import NoviCore

/// Where a client finds flags and plugins, and how it reads them.
///
/// ``load(file:environment:)`` reads it from `novi.ini` and the environment.
public struct NoviConfiguration: Sendable, Hashable {
    /// The database of a ``DbClient``.
    public struct Database: Sendable, Hashable {
        /// The URL, as SQLAlchemy writes it, or a path.
        public var url = "sqlite:///novi.db"
        /// Whether each statement is logged.
        public var echo = false
        /// Whether missing tables are created.
        public var createTables = false
    }

    /// The server of a ``RemoteClient``.
    public struct Remote: Sendable, Hashable {
        /// The URL of the server, with or without `/flags` at its end.
        public var url: String?
    }

    /// Where a server takes commands of its operator.
    public struct Admin: Sendable, Hashable {
        /// The path of the Unix socket; nil for one in the folder for private copies
        /// of plugins.
        public var socket: String?
    }

    /// The database of a ``DbClient``.
    public var database = Database()
    /// The server of a ``RemoteClient``.
    public var remote = Remote()
    /// Where a server takes commands of its operator.
    public var admin = Admin()
    /// The folders that hold plugins, in order; the first that has a module
    /// wins.
    public var activations = ["novi_activations"]
    /// How plugins are checked before they are used.
    public var plugins = PluginSettings()
    /// Other names of activation classes, each with the name that it stands
    /// for.
    public var aliases: [String: String] = [:]

    /// Makes a configuration with the defaults: `novi.db` and
    /// `novi_activations` in the working folder.
    public init() {}

    /// Searches the folders for plugins.
    ///
    /// - Parameter logger: Told what was refused.
    /// - Returns: The classes, and the files that were looked at.
    package func searchPlugins(logger: Logger) -> ActivationCatalog {
        PluginDiscovery.search(
            activations,
            into: ActivationCatalog(aliases: aliases),
            settings: plugins,
            logger: logger
        )
    }
}

/// What was found in a configuration file and is not understood.
public struct UnknownKeys: Sendable, Hashable, CustomStringConvertible {
    /// The file.
    public let file: String
    /// The sections and keys, such as `[database] urll`.
    public let keys: [String]

    /// One sentence for people.
    public var description: String {
        "'\(file)' has what Novi does not know: \(keys.joined(separator: ", ")). "
            + "Correct or remove it."
    }
}

extension NoviConfiguration {
    /// The keys that are understood, by section.
    package static let known: [String: [String]] = [
        "database": ["url", "echo", "createtables"],
        "remote": ["url"],
        "server": ["admin_socket"],
        "plugins": ["path", "probe_path", "probe_timeout", "cache", "time_budget"] + policies,
    ]
    private static let policies = ["permissions", "probe", "lock", "signatures"]
    private static let pluginPrefix = "plugin "

    /// Reads the configuration: what the environment says, else what the file
    /// says, else the defaults.
    ///
    /// The variables are `NOVI_DATABASE_URL`, `NOVI_DATABASE_ECHO`,
    /// `NOVI_DATABASE_CREATE_TABLES`, `NOVI_REMOTE_URL`, `NOVI_ADMIN_SOCKET`, `NOVI_PATH`:
    /// folders, with colons between them, whose `novi_activations` hold
    /// plugins; and for how they are checked `NOVI_PLUGINS_PERMISSIONS`,
    /// `NOVI_PLUGINS_PROBE`, `NOVI_PLUGINS_LOCK`, `NOVI_PLUGINS_SIGNATURES`,
    /// `NOVI_PLUGINS_PROBE_PATH`, `NOVI_PLUGINS_PROBE_TIMEOUT`, `NOVI_PLUGINS_TIME_BUDGET`
    /// and `NOVI_CACHE`.
    ///
    /// - Parameters:
    ///   - file: The path of an INI file as Python's configparser reads it; nil
    ///     for `novi.ini` in the working folder if there is one.
    ///   - environment: The variables.
    ///   - defaults: What holds where neither says anything.
    /// - Returns: The configuration, and what in the file is not understood.
    /// - Throws: ``ConfigFileError`` if the file cannot be read, if a value makes
    ///   no sense, or if others could change the file although, before it is read,
    ///   the permissions of plugins are enforced, as for root.
    public static func load(
        file: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        defaults: NoviConfiguration = NoviConfiguration()
    ) throws -> (configuration: NoviConfiguration, unknown: UnknownKeys?) {
        var configuration = defaults
        var unknown: UnknownKeys?
        configuration.plugins.lookBeside(file ?? "novi.ini")
        if let path = file ?? existing("novi.ini") {
            try checkOwner(of: path, environment: environment, defaults: defaults)
            let ini = try ConfigFile(path: path)
            try configuration.read(ini)
            unknown = unknownKeys(of: ini, path: path)
        }
        try configuration.read(environment)
        return (configuration, unknown)
    }

    /// Refuses a file that others could change, because it says which checks plugins
    /// have to pass.
    private static func checkOwner(
        of path: String,
        environment: [String: String],
        defaults: NoviConfiguration
    ) throws {
        var plugins = defaults.plugins
        try plugins.read(environment)
        guard plugins.policy.permissions == .enforce, let problem = PathTrust.problem(at: path)
        else { return }
        throw ConfigFileError(
            file: path,
            "'\(path)' says which plugins may be used. \(problem.message) Run 'chown' and "
                + "'chmod go-w' on it, or set NOVI_PLUGINS_PERMISSIONS=warn."
        )
    }

    private static func existing(_ path: String) -> String? {
        FileManager.default.fileExists(atPath: path) ? path : nil
    }

    private static func unknownKeys(of ini: ConfigFile, path: String) -> UnknownKeys? {
        // What all sections have in common may be there to be referred to.
        let common = ini.keys(of: "DEFAULT").filter { key in
            !known.values.contains { $0.contains(key) } && !ini.refers(to: key)
        }
        let own = ini.sections.filter { $0 != "aliases" }.flatMap { section in
            let isPlugin = section.hasPrefix(pluginPrefix)
            guard let known = isPlugin ? policies + ["enabled"] : known[section] else {
                return ["[\(section)]"]
            }
            return ini.keys(of: section).filter { !known.contains($0) }
                .map { "[\(section)] \($0)" }
        }
        let keys = common.map { "[DEFAULT] \($0)" } + own
        return keys.isEmpty ? nil : UnknownKeys(file: path, keys: keys)
    }

    private mutating func read(_ ini: ConfigFile) throws {
        database.url = try ini.value("database", "url") ?? database.url
        database.echo = try ini.boolean("database", "echo") ?? database.echo
        database.createTables = try ini.boolean("database", "createTables") ?? database.createTables
        remote.url = try ini.value("remote", "url") ?? remote.url
        admin.socket = try ini.value("server", "admin_socket") ?? admin.socket
        if let path = try ini.value("plugins", "path") { activations = Self.roots(on: path) }
        aliases = try ini.entries(of: "aliases")
        try plugins.read(ini)
    }

    private mutating func read(_ environment: [String: String]) throws {
        database.url = environment["NOVI_DATABASE_URL"] ?? database.url
        remote.url = environment["NOVI_REMOTE_URL"] ?? remote.url
        admin.socket = environment["NOVI_ADMIN_SOCKET"] ?? admin.socket
        if let path = environment["NOVI_PATH"], !path.isEmpty { activations = Self.roots(on: path) }
        try plugins.read(environment)
        if let echo = environment["NOVI_DATABASE_ECHO"] {
            database.echo = try ConfigFile.boolean(echo, of: "NOVI_DATABASE_ECHO")
        }
        if let create = environment["NOVI_DATABASE_CREATE_TABLES"] {
            database.createTables = try ConfigFile.boolean(
                create,
                of: "NOVI_DATABASE_CREATE_TABLES"
            )
        }
    }

    /// The roots below the folders of a search path.
    private static func roots(on path: String) -> [String] {
        path.split(separator: ":").map { "\($0)/novi_activations" }
    }
}
