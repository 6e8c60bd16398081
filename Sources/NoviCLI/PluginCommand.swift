import ArgumentParser
import NoviClient

/// `novi plugin`.
struct PluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin",
        abstract: "Write, check, install and look at plugins.",
        subcommands: [New.self, CheckCommand.self, InspectCommand.self, List.self]
    )

    /// `novi plugin list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the files in the folders for plugins, and the classes in them.",
            discussion: """
                Every entry whose name ends in .so is listed, with what became of it. It needs \
                no database, and exits with 0 whatever was refused.
                """
        )

        @OptionGroup var options: SharedOptions

        @ArgumentParser.Flag(help: "Say why a file is not used, and what to do.")
        var why = false

        func run() async throws {
            try await reporting {
                let logger = options.logger()
                let catalog = try options.configuration(logger: logger).searchPlugins(
                    logger: logger
                )
                if options.json { printJSON(catalog.json) } else { list(catalog) }
            }
        }

        private func list(_ catalog: ActivationCatalog) {
            if catalog.files.isEmpty {
                printLine("No plugins in \(catalog.roots.joined(separator: ", ")).")
            }
            for notice in catalog.notices { list(notice, indent: "") }
            for file in catalog.files {
                let code = file.problem.map { " \($0.code.rawValue)" } ?? ""
                printLine("\(file.state.rawValue)\(code)  \(file.path)  \(file.plugin ?? "")")
                for name in file.classes { printLine("    \(name)") }
                if let problem = file.problem {
                    printLine("    \(problem.message)" + (why ? " \(problem.remedy)" : ""))
                }
                for warning in file.warnings { list(warning, indent: "    ") }
            }
        }

        private func list(_ warning: PluginProblem, indent: String) {
            let remedy = why ? " \(warning.remedy)" : ""
            printLine("\(indent)warning \(warning.code.rawValue): \(warning.message)\(remedy)")
        }
    }
}

extension ActivationCatalog {
    fileprivate var json: JSONValue {
        [
            "classes": .array(classes.values.sorted { $0.name < $1.name }.map(\.json)),
            "files": .array(files.map(\.json)),
            "warnings": .array(notices.map(\.json)),
        ]
    }
}

extension RegisteredClass {
    fileprivate var json: JSONValue {
        [
            "name": .string(name),
            "file": file.map(JSONValue.string) ?? .null,
            "plugin": .string(pluginName),
            "version": .string(pluginVersion),
            "summary": .string(summary),
        ]
    }
}

extension PluginFile {
    fileprivate var json: JSONValue {
        [
            "path": .string(path),
            "state": .string(state.rawValue),
            "code": problem.map { .string($0.code.rawValue) } ?? .null,
            "message": problem.map { .string($0.message) } ?? .null,
            "remedy": problem.map { .string($0.remedy) } ?? .null,
            "module": module.map(JSONValue.string) ?? .null,
            "plugin": plugin.map(JSONValue.string) ?? .null,
            "classes": .array(classes.map(JSONValue.string)),
            "sha256": hash.map { .string($0.description) } ?? .null,
            "warnings": .array(warnings.map(\.json)),
        ]
    }
}
