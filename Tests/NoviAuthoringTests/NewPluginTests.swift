import Foundation
import NoviAuthoring
import TestSupport
import Testing

/// Packages as authors get them: written, tested and built with the commands that are printed.
@Suite(.serialized)
struct NewPluginTests {
    private static func plugin(
        _ name: String,
        _ language: PluginLanguage,
        sdk: SDKLocation = .inPackage
    ) throws -> NewPlugin {
        NewPlugin(try PluginName(name, in: language), in: language, sdk: sdk)
    }

    /// Runs the steps up to the build, and gives the library that they make.
    private static func build(_ plugin: NewPlugin, in folder: TemporaryFolder) async throws -> URL {
        let package = folder.url.appending(path: "a package")
        try NewFolder(package).write(plugin.files)
        let commands = plugin.steps(from: package.path).prefix(3).map(\.command)
        let script = "set -e\n" + commands.joined(separator: "\n")
        let outcome = try await run("sh", ["-c", script])
        try #require(outcome.status == 0, "\(script)\n\(outcome.output)\(outcome.errors)")
        let library = try #require(plugin.steps(from: ".").last?.command.split(separator: " ").last)
        return package.appending(path: String(library))
    }

    private static func exports(_ library: URL) async throws -> [String] {
        let symbols = try await run("nm", ["-D", "--defined-only", library.path]).output
        return symbols.split(separator: "\n").compactMap { $0.split(separator: " ").last }
            .map(String.init)
    }

    @Test(arguments: PluginLanguage.allCases, ["geo_fence", "GeoFence2"])
    func `no place of a template is left over`(language: PluginLanguage, name: String) throws {
        let files = try Self.plugin(name, language, sdk: .folder("../sdk")).files
        #expect(files.contains { $0.path == "README.md" })
        for file in files {
            for place in ["plugin_name", "PluginName", "novi-sdk"] {
                #expect(!file.path.contains(place), "\(file.path)")
                #expect(!file.text.contains(place), "\(file.path)")
            }
        }
    }

    @Test(arguments: PluginLanguage.allCases)
    func `the README has the commands that are printed`(language: PluginLanguage) throws {
        let plugin = try Self.plugin("geo_fence", language)
        let readme = try #require(plugin.files.first { $0.path == "README.md" }).text
        for step in plugin.steps(from: ".").dropFirst() {
            #expect(readme.contains("    \(step.command)\n"), "\(step.command)")
        }
        #expect(readme.contains(plugin.qualifiedClassName))
    }

    @Test(arguments: [PluginLanguage.c, .cpp], ["geo_fence", "all", "lib_2"])
    func `a package in C or C++ builds and exports its entry alone`(
        language: PluginLanguage,
        name: String
    ) async throws {
        let folder = try TemporaryFolder()
        let library = try await Self.build(Self.plugin(name, language), in: folder)
        #expect(try await Self.exports(library) == ["novi_plugin_v1"])
    }

    @Test func `a package in Rust builds and exports its entry alone`() async throws {
        guard try await run("cargo", ["--version"]).status == 0 else {
            try Test.cancel("There is no cargo here.")
        }
        let folder = try TemporaryFolder()
        let library = try await Self.build(Self.plugin("geo_fence", .rust), in: folder)
        #expect(try await Self.exports(library) == ["novi_plugin_v1"])
    }

    @Test(arguments: [SDKLocation.inPackage, .folder("../sdk")])
    func `a package in Swift builds, with the SDK in it and beside it`(
        sdk: SDKLocation
    ) async throws {
        let folder = try TemporaryFolder()
        try NewFolder(folder.url.appending(path: "sdk")).write(PackageFile.sdk)
        let library = try await Self.build(Self.plugin("geo_fence", .swift, sdk: sdk), in: folder)
        #expect(try await Self.exports(library).contains("novi_plugin_v1"))
    }
}
