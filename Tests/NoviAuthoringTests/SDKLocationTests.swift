import Foundation
import NoviAuthoring
import TestSupport
import Testing

struct SDKLocationTests {
    private let scratch: TemporaryFolder

    init() throws { scratch = try TemporaryFolder() }

    private func export(to folder: String) throws -> String {
        try NewFolder(scratch.url.appending(path: folder)).write(PackageFile.sdk)
        return scratch.path(folder)
    }

    /// How a package that does not exist yet refers to a folder.
    private func location(_ path: String, from package: String) throws -> SDKLocation {
        try SDKLocation(existing: path, for: scratch.url.appending(path: package), in: .swift)
    }

    @Test func `an absolute path stays as it is`() throws {
        let path = try export(to: "sdk")
        #expect(try location(path, from: "new") == .folder(path))
    }

    @Test func `a relative path is seen from the package`() async throws {
        let path = try export(to: "sdk")
        let here = FileManager.default.currentDirectoryPath
        let up = here.split(separator: "/").map { _ in ".." }.joined(separator: "/")
        let relative = up + path
        #expect(try location(relative, from: "new") == .folder("../sdk"))
        #expect(try location(relative, from: "a/b/new") == .folder("../../../sdk"))
        #expect(try location(relative, from: "sdk/new") == .folder(".."))
    }

    @Test func `Novi's repository is an SDK`() throws {
        let path = Repository.root.path
        #expect(try location(path, from: "new") == .folder(path))
    }

    @Test func `a folder without the header is none`() throws {
        let missing = "Sources/CNovi/include/novi_activation.h"
        #expect(throws: AuthoringError.noSDK(scratch.url.path, missing: missing)) {
            try location(scratch.url.path, from: "new")
        }
    }

    @Test(arguments: ["my sdk", "a'b", "a\"b", "a$b", "a#b"])
    func `a path that build files would read otherwise is refused`(folder: String) throws {
        let path = try export(to: folder)
        #expect(throws: AuthoringError.unwritableSDKPath(path)) {
            try location(path, from: "new")
        }
    }
}
