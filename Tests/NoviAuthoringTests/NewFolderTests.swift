import Foundation
import NoviAuthoring
import TestSupport
import Testing

struct NewFolderTests {
    private let scratch: TemporaryFolder
    private let files = [
        PackageFile(path: "a.txt", text: "a"), PackageFile(path: "b/c/.d", text: "ü\n"),
    ]

    init() throws { scratch = try TemporaryFolder() }

    private func entries(_ folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scratch.path(folder)).sorted()
    }

    @Test(arguments: ["new", "deep/down/new"])
    func `a folder is made if there is none`(folder: String) throws {
        try NewFolder(scratch.url.appending(path: folder)).write(files)
        #expect(try entries(folder) == ["a.txt", "b"])
        let text = try String(contentsOfFile: scratch.path("\(folder)/b/c/.d"), encoding: .utf8)
        #expect(text == "ü\n")
    }

    @Test func `an empty folder is filled`() throws {
        try NewFolder(scratch.url).write(files)
        #expect(try entries() == ["a.txt", "b"])
    }

    @Test(arguments: ["a.txt", ".hidden"])
    func `a folder with something in it is left alone`(file: String) throws {
        _ = try scratch.write("mine", to: file)
        #expect(throws: AuthoringError.folderNotEmpty(scratch.url.path)) {
            try NewFolder(scratch.url).write(files)
        }
        #expect(try entries() == [file])
        #expect(try String(contentsOfFile: scratch.path(file), encoding: .utf8) == "mine")
    }

    @Test func `a file is no folder`() throws {
        let path = try scratch.write("mine", to: "file")
        #expect(throws: AuthoringError.notAFolder(path)) {
            try NewFolder(URL(filePath: path)).write(files)
        }
    }

    @Test(arguments: ["", "new", "deep/down/new"])
    func `what cannot be written whole leaves nothing`(folder: String) throws {
        let unwritable = files + [PackageFile(path: "a.txt/below-a-file", text: "")]
        #expect(throws: AuthoringError.self) {
            try NewFolder(scratch.url.appending(path: folder)).write(unwritable)
        }
        #expect(try entries() == [])
    }
}
