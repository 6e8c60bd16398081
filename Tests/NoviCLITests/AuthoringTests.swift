import Foundation
import TestSupport
import Testing

/// `novi plugin new` and `novi sdk export`, as authors see them.
struct AuthoringTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func novi(_ arguments: String...) async throws -> Outcome {
        try await run(Repository.command, arguments, in: folder.url)
    }

    private func entries(_ name: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path(name)).sorted()
    }

    @Test func `plugin new says what to do next`() async throws {
        let outcome = try await novi("plugin", "new", "geo_fence", "--language", "c")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                novi_activations.geo_fence.GeoFenceActivation, in C, is written. Next:

                1. Go to the package:
                    cd geo_fence

                2. Run its tests:
                    make test

                3. Build it:
                    make

                4. Check that it keeps the contract:
                    novi plugin check build/libgeo_fence.so --config 'plan=team,enterprise'

                5. Install it:
                    novi plugin install build/libgeo_fence.so

                """
        )
        let files = [".gitignore", "Makefile", "README.md", "geo_fence.c", "novi-sdk", "tests"]
        #expect(try entries("geo_fence") == files)
    }

    @Test func `a folder with a blank is quoted`() async throws {
        let outcome = try await novi("plugin", "new", "fence", "--into", "it's new")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains(#"    cd 'it'\''s new'"# + "\n"))
        #expect(try entries() == ["it's new"])
    }

    @Test func `a plugin refers to an SDK that was exported`() async throws {
        #expect(try await novi("sdk", "export", "sdk").status == 0)
        let new = try await novi("plugin", "new", "fence", "--sdk", "sdk", "--into", "a/fence")
        #expect(new.status == 0)
        let path = folder.path("a/fence/Package.swift")
        let manifest = try String(contentsOfFile: path, encoding: .utf8)
        #expect(manifest.contains(#"path: "../../sdk""#))
        #expect(try !entries("a/fence").contains("novi-sdk"))
    }

    @Test func `a name that cannot be is one clear error with a proposal`() async throws {
        let outcome = try await novi("plugin", "new", "geo-fence")
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasPrefix("Error: 'geo-fence' cannot name a plugin: "))
        #expect(outcome.errors.contains("; take 'geo_fence'.\n"))
        #expect(try entries() == [])
    }

    @Test(arguments: [["plugin", "new", "x", "--into"], ["sdk", "export"]])
    func `a folder with something in it is left alone`(command: [String]) async throws {
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "full"),
            withIntermediateDirectories: false
        )
        _ = try folder.write("mine", to: "full/file")
        let outcome = try await run(Repository.command, command + ["full"], in: folder.url)
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("novi: '"))
        let remedy = "is not empty; choose a folder that does not exist yet.\n"
        #expect(outcome.errors.hasSuffix(remedy))
        #expect(try entries("full") == ["file"])
    }

    @Test func `what is no SDK is named`() async throws {
        let outcome = try await novi("plugin", "new", "fence", "--sdk", ".")
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("novi: '.' is not Novi's SDK, because it has no "))
        #expect(try entries() == [])
    }
}
