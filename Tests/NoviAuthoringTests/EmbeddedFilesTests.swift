import Foundation
import NoviAuthoring
import TestSupport
import Testing

/// What is compiled into the command against what is in the repository.
struct EmbeddedFilesTests {
    /// Finds the files below a folder of the repository.
    private static func paths(below folder: String) throws -> [String] {
        let url = Repository.root.appending(path: folder).resolvingSymlinksInPath()
        // A module of the SDK may not exist yet.
        guard let paths = FileManager.default.enumerator(atPath: url.path) else { return [] }
        return try paths.compactMap { $0 as? String }.filter { path in
            let values = try url.appending(path: path).resourceValues(forKeys: [.isDirectoryKey])
            return values.isDirectory != true && !path.contains(".docc/")
        }.map { "\(folder)/\($0)" }
    }

    /// Compares files with what they are made of: paths in the repository by
    /// theirs.
    private static func compare(
        _ files: [PackageFile],
        with sources: [String: String],
        list: String
    ) throws {
        let paths = files.map(\.path)
        #expect(Set(paths).subtracting(sources.keys) == [], "These are too many in \(list).")
        #expect(Set(sources.keys).subtracting(paths) == [], "These are missing in \(list).")
        for file in files {
            let source = Repository.root.appending(path: sources[file.path] ?? "")
            let isSame = try file.text == String(contentsOf: source, encoding: .utf8)
            #expect(isSame, "\(file.path) differs.")
        }
    }

    @Test func `the SDK is that of the repository`() throws {
        var sources = [
            "LICENSE": "LICENSE", "Package.swift": "Templates/sdk/Package.swift",
            "README.md": "Templates/sdk/README.md",
        ]
        for module in ["CNovi", "CNoviTesting", "NoviActivation", "NoviActivationTesting"] {
            for path in try Self.paths(below: "Sources/\(module)") { sources[path] = path }
        }
        try Self.compare(PackageFile.sdk, with: sources, list: "CNoviFiles/sdk.c")
    }

    @Test func `the templates are those of the repository`() throws {
        var sources: [String: String] = [:]
        for language in PluginLanguage.allCases {
            for path in try Self.paths(below: "Templates/\(language)") {
                sources[String(path.dropFirst("Templates/".count))] = path
            }
        }
        try Self.compare(PackageFile.templates, with: sources, list: "CNoviFiles/templates.c")
    }
}
