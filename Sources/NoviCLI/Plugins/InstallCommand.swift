import ArgumentParser
import Glibc
import NoviClient

extension PluginCommand {
    /// `novi plugin install`.
    struct Install: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a plugin into the first folder for plugins.",
            discussion: """
                It is tried first, then put there at once and whole, so that a running server \
                takes it over; what it replaces is kept for 'novi plugin rollback'. A signature \
                beside it (FILE.sig) goes with it.

                  novi plugin install .build/release/libgeo.so --as acme.geo
                """
        )

        @OptionGroup var options: SharedOptions

        @Argument(help: "The library.")
        var file: String

        @Option(name: .customLong("as"), help: "Its module below the folder; else its own name.")
        var module: String?

        @ArgumentParser.Flag(help: "Install it although this host would not use it.")
        var force = false

        func run() async throws {
            try await reporting {
                let logger = options.logger()
                let configuration = try options.configuration(logger: logger)
                let root = try configuration.firstRoot
                let content = try NamedFile.bytes(of: file)
                let signature = try signature()
                let module = module ?? PluginShelf.module(of: file)
                let tried = try configuration.tryPlugin(content, signature, as: module)
                let shelf = try PluginShelf(module, in: root)
                let report = InstallReport(
                    path: shelf.path,
                    module: module,
                    tried: tried,
                    isInstalled: tried.problem == nil || force,
                    isReplaced: shelf.isTaken,
                    isLocked: configuration.plugins.policy.lock != .off
                )
                if report.isInstalled { try shelf.install(content, signature: signature) }
                printResult(asJSON: options.json, report.json, report.lines)
                if !report.isInstalled { throw ExitCode.badNews }
            }
        }

        /// What is in the file beside the library; nil if there is none.
        private func signature() throws -> [UInt8]? {
            let path = "\(file).sig"
            guard access(path, F_OK) == 0 else { return nil }
            return try NamedFile.bytes(of: path)
        }
    }

    /// `novi plugin rollback`.
    struct Rollback: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring back the build of a plugin that was replaced or removed.",
            discussion: """
                A build that was replaced changes places with the one that replaced it, so doing \
                it twice changes nothing. For one that was removed there is nothing to change \
                places with: it comes back, and nothing is kept any more.
                """
        )

        @OptionGroup var options: SharedOptions

        @Argument(help: "The module below the folder, such as standard.and_activation.")
        var module: String

        func run() async throws {
            try await reporting {
                let configuration = try options.configuration(logger: options.logger())
                let shelf = try PluginShelf(module, in: configuration.firstRoot)
                try shelf.rollBack()
                printResult(
                    asJSON: options.json,
                    ["path": .string(shelf.path), "module": .string(module)],
                    ["'\(shelf.path)' is what it was before."]
                )
            }
        }
    }
}

/// What became of a plugin that was to be installed.
private struct InstallReport {
    let path: String
    let module: String
    /// What came of trying it.
    let tried: PluginFile
    let isInstalled: Bool
    /// Whether another build was there.
    let isReplaced: Bool
    /// Whether the lock file has to name it.
    let isLocked: Bool
}

extension InstallReport {
    /// For people.
    var lines: [String] {
        let problem = tried.problem.map { ["\($0.code.rawValue)  \($0.message) \($0.remedy)"] }
        guard isInstalled else { return problem ?? [] }
        var lines = problem ?? []
        lines += tried.warnings.map { "warning \($0.code.rawValue): \($0.message)" }
        lines.append(
            isReplaced
                ? "'\(path)' is replaced; 'novi plugin rollback \(module)' undoes it."
                : "'\(path)' is installed."
        )
        lines += tried.classes.map { "    \($0)" }
        if isLocked { lines.append("Run 'novi plugin lock' to write it into the lock file.") }
        return lines
    }

    /// For programs.
    var json: JSONValue {
        [
            "path": .string(path),
            "module": .string(module),
            "installed": .boolean(isInstalled),
            "replaced": .boolean(isInstalled && isReplaced),
            "classes": .array(tried.classes.map(JSONValue.string)),
            "problem": tried.problem?.json ?? .null,
            "warnings": .array(tried.warnings.map(\.json)),
            "needsLock": .boolean(isInstalled && isLocked),
        ]
    }
}
