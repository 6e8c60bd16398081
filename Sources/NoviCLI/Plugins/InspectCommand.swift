import ArgumentParser
import NoviClient

/// `novi plugin inspect`.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what a plugin's file says about itself, without running it.",
        discussion: """
            Its name, version and classes (if it has a note), what it needs, and on which hosts \
            it loads. Exits with 1 if this host would refuse it.
            """
    )

    @Argument(help: "The file.")
    var file: String

    @ArgumentParser.Flag(help: "Print nothing but JSON on standard output.")
    var json = false

    func run() async throws {
        try await reporting {
            try MissingFile.check(file)
            let report = InspectionReport(file)
            if json { printJSON(report.json) } else { report.lines.forEach(printLine) }
            if report.problem != nil { throw ExitCode.badNews }
        }
    }
}

/// What was found out about a file.
private struct InspectionReport {
    let path: String
    var library: InspectedLibrary?
    /// Why this host would refuse it; nil if nothing speaks against it.
    var problem: PluginProblem?

    init(_ path: String) {
        self.path = path
        do throws(PluginProblem) {
            let library = try InspectedLibrary(path: path)
            self.library = library
            problem = library.facts.note?.problem(onHost: .host)
        } catch {
            problem = error
        }
    }
}

// MARK: - For people

extension InspectionReport {
    var lines: [String] {
        let verdict = problem.map { "refused \($0.code.rawValue)" } ?? "accepted"
        var lines = ["\(verdict)  \(path)"]
        if let library { lines += Self.rows(library).map { "    \($0)" } }
        if let problem {
            lines.append("\(problem.message) \(problem.remedy)")
        } else if let library {
            lines.append(library.facts.hosts)
        }
        return lines
    }

    private static func rows(_ library: InspectedLibrary) -> [String] {
        let facts = library.facts
        let rows =
            rows(facts.note) + [
                ("processor", facts.processor),
                ("needs", facts.neededLibraries.joined(separator: ", ")),
                ("glibc", facts.minimumGlibc.map { "\($0) or newer" } ?? "any"),
                ("Swift", swift(facts)),
                ("build id", facts.buildID ?? "none"),
                ("size", "\(facts.size) bytes"),
                ("SHA-256", library.hash.description),
            ]
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2)
                + (value.isEmpty ? "nothing" : value)
        }
    }

    private static func rows(_ note: PluginNote?) -> [(String, String)] {
        guard let note else {
            return [("note", "none; its name and its classes are known only when it runs")]
        }
        return [
            ("plugin", "\(note.name) \(note.version)"),
            ("classes", note.classes.joined(separator: ", ")),
            ("interface", note.interface),
            ("needs novi", note.minimumHost.map { "\($0) or newer" } ?? "any"),
            ("toolchain", note.toolchain ?? "unknown"),
        ]
    }

    private static func swift(_ facts: LibraryFacts) -> String {
        let toolchain = facts.swiftToolchain.map { ", \($0)" } ?? ""
        return switch facts.swiftRuntime {
        case .none: "not used"
        case .own: "its own runtime\(toolchain)"
        case .shared: "the host's runtime\(toolchain)"
        }
    }
}

// MARK: - For programs

extension InspectionReport {
    var json: JSONValue {
        var object: JSONObject = [
            "path": .string(path),
            "code": problem.map { .string($0.code.rawValue) } ?? .null,
            "message": problem.map { .string($0.message) } ?? .null,
            "remedy": problem.map { .string($0.remedy) } ?? .null,
        ]
        if let library {
            object["note"] = library.facts.note?.json ?? .null
            object["file"] = library.json
        }
        return .object(object)
    }
}

extension PluginNote {
    fileprivate var json: JSONValue {
        [
            "name": .string(name),
            "version": .string(version),
            "interface": .string(interface),
            "classes": .array(classes.map(JSONValue.string)),
            "minimumHost": minimumHost.map { .string($0.description) } ?? .null,
            "toolchain": toolchain.map(JSONValue.string) ?? .null,
        ]
    }
}

extension InspectedLibrary {
    fileprivate var json: JSONValue {
        let versions = facts.neededVersions.sorted { $0.key < $1.key }.map { library, versions in
            (library, JSONValue.array(versions.map(JSONValue.string)))
        }
        return [
            "processor": .string(facts.processor),
            "needs": .array(facts.neededLibraries.map(JSONValue.string)),
            "versions": .object(JSONObject(versions)),
            "glibc": facts.minimumGlibc.map(JSONValue.string) ?? .null,
            "swiftRuntime": .string(facts.swiftRuntime.rawValue),
            "swiftToolchain": facts.swiftToolchain.map(JSONValue.string) ?? .null,
            "compilers": .array(facts.compilers.map(JSONValue.string)),
            "entries": .array(facts.entries.map(JSONValue.string)),
            "soname": facts.soname.map(JSONValue.string) ?? .null,
            "runPath": facts.runPath.map(JSONValue.string) ?? .null,
            "buildID": facts.buildID.map(JSONValue.string) ?? .null,
            "size": .integer(Int64(facts.size)),
            "sha256": .string(hash.description),
            "hosts": .string(facts.hosts),
        ]
    }
}
