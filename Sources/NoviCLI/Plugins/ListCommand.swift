import ArgumentParser
import NoviClient

extension PluginCommand {
    /// `novi plugin list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the files in the folders for plugins, and the classes in them.",
            discussion: """
                Every entry whose name ends in .so is listed, with what became of it. It needs \
                no database, and exits with 0 whatever was refused. With --live it shows what a \
                running server uses, which may be an earlier build.
                """
        )

        @OptionGroup var options: SharedOptions

        @OptionGroup var server: ServerOptions

        @ArgumentParser.Flag(help: "Say why a file is not used, and what to do.")
        var why = false

        @ArgumentParser.Flag(help: "Ask the running server.")
        var live = false

        func run() async throws {
            try await reporting {
                let logger = options.logger()
                let configuration = try options.configuration(logger: logger)
                let listing =
                    live
                    ? try await server.connection(configuration).get("/plugins")
                    : configuration.searchPlugins(logger: logger).json
                if options.json { printJSON(listing) } else { list(listing) }
            }
        }

        private func list(_ listing: JSONValue) {
            let files = listing["files"]?.array ?? []
            if files.isEmpty {
                let roots = listing["roots"]?.array?.compactMap(\.string) ?? []
                let place = roots.isEmpty ? "" : " in \(roots.joined(separator: ", "))"
                printLine("No plugins\(place).")
            }
            for notice in listing["warnings"]?.array ?? [] { printWarning(notice, indent: "") }
            for file in files { printFile(file) }
        }

        private func printFile(_ file: JSONValue) {
            let text = { (key: String) in file[key]?.string ?? "" }
            let code = file["code"]?.string.map { " \($0)" } ?? ""
            let generation = file["generation"]?.integer.flatMap { $0 > 1 ? "  build \($0)" : nil }
            printLine(
                "\(text("state"))\(code)  \(text("path"))  \(text("plugin"))\(generation ?? "")"
            )
            for name in file["classes"]?.array ?? [] { printLine("    \(name.string ?? "")") }
            if let message = file["message"]?.string {
                printLine("    \(message)" + (why ? " \(text("remedy"))" : ""))
            }
            for warning in file["warnings"]?.array ?? [] { printWarning(warning, indent: "    ") }
        }

        private func printWarning(_ warning: JSONValue, indent: String) {
            let text = { (key: String) in warning[key]?.string ?? "" }
            let remedy = why ? " \(text("remedy"))" : ""
            printLine("\(indent)warning \(text("code")): \(text("message"))\(remedy)")
        }
    }

    /// `novi plugin reload`.
    struct Reload: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have a running server search its folders anew.",
            discussion: """
                A server follows its folders by itself; this is for file systems of which it is \
                not told what changes.
                """
        )

        @OptionGroup var options: SharedOptions

        @OptionGroup var server: ServerOptions

        func run() async throws {
            try await reporting {
                let configuration = try options.configuration(logger: options.logger())
                let listing = try await server.connection(configuration).post("/plugins/reload")
                if options.json { return printJSON(listing) }
                printLine("\(listing["classes"]?.array?.count ?? 0) classes are registered.")
            }
        }
    }

    /// `novi plugin retry`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have plugins tried again that were quarantined or refused.",
            discussion: """
                A running server tries them at once; without one this command does. Exits with 1 \
                if one is still refused or quarantined.
                """
        )

        @OptionGroup var options: SharedOptions

        @OptionGroup var server: ServerOptions

        @Argument(help: "The module below the root, such as standard.and_activation; else all.")
        var name: String?

        func run() async throws {
            try await reporting {
                let logger = options.logger()
                let configuration = try options.configuration(logger: logger)
                let module = name.map { "novi_activations.\($0)" }
                let connection = try server.connection(configuration)
                let listing: JSONValue
                if try connection.isThere {
                    let body: JSONValue = ["module": module.map(JSONValue.string) ?? .null]
                    listing = try await connection.post("/plugins/retry", body)
                } else {
                    listing = configuration.retryPlugins(module: module, logger: logger).json
                }
                let files = (listing["files"]?.array ?? []).filter {
                    module == nil || $0["module"]?.string == module
                }
                printResult(asJSON: options.json, listing, lines(files))
                if files.isEmpty || files.contains(where: isBad) { throw ExitCode.badNews }
            }
        }

        private func lines(_ files: [JSONValue]) -> [String] {
            guard !files.isEmpty else { return ["There is no such plugin."] }
            return files.flatMap { file -> [String] in
                let line = "\(file["state"]?.string ?? "")  \(file["path"]?.string ?? "")"
                guard let message = file["message"]?.string else { return [line] }
                return [line, "    \(message)"]
            }
        }

        /// Whether a file did not pass; of one that is outdated, an earlier build serves.
        private func isBad(_ file: JSONValue) -> Bool {
            ["refused", "quarantined", "outdated"].contains(file["state"]?.string ?? "")
        }
    }
}
