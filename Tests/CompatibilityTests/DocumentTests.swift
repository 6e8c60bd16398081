import Foundation
import TestSupport
import Testing

/// What the documents say about this repository.
struct DocumentTests {
    @Test func `every test that the page on safety names is there`() throws {
        let page = Repository.root.appending(path: "docs/plugin-safety.md")
        let names = try String(contentsOf: page, encoding: .utf8)
            .matches(of: /`([A-Z]\w+Tests)\/([^`]+)`/)
            .map { (suite: String($0.1), test: String($0.2)) }
        #expect(names.count > 60)
        let sources = try sources()
        for name in names {
            let source = try #require(sources[name.suite], "\(name.suite)")
            #expect(source.contains("func `\(name.test)`"), "\(name)")
        }
    }

    /// The text of each file of tests, by its name.
    private func sources() throws -> [String: String] {
        let tests = Repository.root.appending(path: "Tests")
        var sources: [String: String] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: tests.path)
        where path.hasSuffix("Tests.swift") {
            let file = tests.appending(path: path)
            let name = file.deletingPathExtension().lastPathComponent
            sources[name] = try String(contentsOf: file, encoding: .utf8)
        }
        return sources
    }
}
