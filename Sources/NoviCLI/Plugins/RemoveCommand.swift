import ArgumentParser
import Logging
import NoviClient

extension PluginCommand {
    /// `novi plugin remove`.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a plugin away, unless flags need it.",
            discussion: """
                Flags that need its classes, also through others, are named, and nothing is done; \
                --force removes it all the same, and they evaluate to their callers' defaults. \
                Nothing of the plugin is run; with --force no plugin is, and only the flags are \
                named that use its classes directly. It is kept for 'novi plugin rollback'.
                """
        )

        @OptionGroup var options: SharedOptions

        @Argument(help: "The module below the folder, such as standard.and_activation.")
        var module: String

        @ArgumentParser.Flag(help: "Remove it although flags need it.")
        var force = false

        func run() async throws {
            try await reporting {
                let logger = options.logger()
                let configuration = try options.configuration(logger: logger)
                let shelf = try PluginShelf(module, in: configuration.firstRoot)
                guard shelf.isTaken else { throw NothingThere(path: shelf.path) }
                let client = DbClient(configuration, logger: logger)
                let report = RemovalReport(
                    path: shelf.path,
                    module: module,
                    users: try await users(client, configuration, logger)
                )
                if report.isRemoved { try shelf.remove() }
                printResult(asJSON: options.json, report.json, report.lines)
                if !report.isRemoved { throw ExitCode.badNews }
            }
        }

        private func users(
            _ client: DbClient,
            _ configuration: NoviConfiguration,
            _ logger: Logger
        ) async throws -> RemovalReport.Users {
            guard force else { return .all(try await allUsers(client, configuration, logger)) }
            return await directUsers(client, aliases: configuration.aliases)
        }

        /// The flags that use the module themselves, without running any plugin.
        private func directUsers(
            _ client: DbClient,
            aliases: [String: String]
        ) async -> RemovalReport.Users {
            do {
                let flags = try await client.loadFlags()
                let ids = activations(in: flags, ActivationCatalog(aliases: aliases))
                let users = flags.rows.filter { !ids.isDisjoint(with: $0.activationIDs) }
                return .direct(users.map(\.name))
            } catch {
                return .unknown(reason: "\(error)")
            }
        }

        /// The names of the flags that need the module, also through others.
        private func allUsers(
            _ client: DbClient,
            _ configuration: NoviConfiguration,
            _ logger: Logger
        ) async throws -> [String] {
            let flags = try await client.loadFlags()
            // Those that are made of its activations ask for them although they are not there.
            let catalog = without(configuration).searchPlugins(logger: logger)
            let users = SnapshotAssembly.assemble(flags, catalog: catalog).users
            let touched = Set(activations(in: flags, catalog).flatMap { users[$0] ?? [] })
            return flags.rows.map(\.name).filter(touched.contains)
        }

        /// The configuration with which the plugin is not used.
        private func without(_ configuration: NoviConfiguration) -> NoviConfiguration {
            var configuration = configuration
            var policy = configuration.plugins.policies[module] ?? configuration.plugins.policy
            policy.isEnabled = false
            configuration.plugins.policies[module] = policy
            return configuration
        }

        /// The ids of the activations whose class is of the module, also by another
        /// name.
        private func activations(in flags: FlagSet, _ catalog: ActivationCatalog) -> Set<Int64> {
            let qualified = "novi_activations.\(module)"
            let rows = flags.activations.values.filter { row in
                catalog.names(for: row.className).contains { name in
                    name.split(separator: ".").dropLast().joined(separator: ".") == qualified
                }
            }
            return Set(rows.map(\.id))
        }
    }
}

/// There is nothing to remove.
private struct NothingThere: Error, CustomStringConvertible {
    let path: String
    var description: String { "There is no '\(path)'; 'novi plugin list' shows what there is." }
}

/// What became of a plugin that was to be removed.
private struct RemovalReport {
    /// Which flags need it.
    enum Users {
        /// The names of all, and nobody insists.
        case all([String])
        /// The names of those that use it themselves; it is removed all the same.
        case direct([String])
        /// Why they cannot be named; it is removed all the same.
        case unknown(reason: String)
    }

    let path: String
    let module: String
    let users: Users

    /// Whether it may go.
    var isRemoved: Bool {
        if case .all(let names) = users { names.isEmpty } else { true }
    }
}

extension RemovalReport {
    /// For people.
    var lines: [String] {
        var lines: [String] = []
        switch users {
        case .all(let names) where !names.isEmpty:
            lines.append("Flags that need it: \(names.joined(separator: ", ")).")
        case .direct(let names) where !names.isEmpty:
            lines.append("Flags that use it: \(names.joined(separator: ", ")).")
        case .unknown(let reason): lines.append("Which flags need it is not known: \(reason)")
        case .all, .direct: break
        }
        lines.append(
            isRemoved
                ? "'\(path)' is removed; 'novi plugin rollback \(module)' undoes it."
                : "Nothing is removed; --force removes it all the same."
        )
        return lines
    }

    /// For programs.
    var json: JSONValue {
        var object: JSONObject = [
            "path": .string(path), "module": .string(module), "removed": .boolean(isRemoved),
        ]
        switch users {
        case .all(let names), .direct(let names):
            object["flags"] = .array(names.map(JSONValue.string))
        case .unknown(let reason):
            object["flags"] = JSONValue.null
            object["reason"] = .string(reason)
        }
        return .object(object)
    }
}
