import Foundation
import NoviCore
import Testing

/// The place at which a server takes commands.
struct CommandSocketTests {
    private let folder: TemporaryFolder
    private let place: CommandSocket

    init() throws {
        folder = try TemporaryFolder()
        place = CommandSocket(folder.path("admin.sock"))
    }

    /// Has a socket listen, and gives its descriptor.
    private func listen() throws -> Int32 {
        let descriptor = socket(
            AF_UNIX,
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
            0
        )
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: place.path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let status = withUnsafeBytes(of: address) {
            bind(descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, size)
        }
        try #require(status == 0)
        try #require(Glibc.listen(descriptor, 1) == 0)
        return descriptor
    }

    @Test func `a server that listens is not put out of the way`() throws {
        let server = try listen()
        // It takes none of those who call, so soon no more of them can wait.
        for _ in 1...5 {
            #expect(place.isListening)
            #expect(place.makeRoom() == "another server listens there")
        }
        close(server)
        #expect(!place.isListening)
    }

    @Test func `what a server that was killed left behind is taken away`() throws {
        close(try listen())
        #expect(FileManager.default.fileExists(atPath: place.path))
        #expect(place.makeRoom() == nil)
        #expect(!FileManager.default.fileExists(atPath: place.path))
        let server = try listen()
        #expect(place.isListening)
        close(server)
    }

    @Test func `nobody else can reach a socket before it has its mode`() throws {
        let draft = try #require(place.makeDraft())
        let drafts = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let attributes = try FileManager.default.attributesOfItem(
            atPath: folder.path(try #require(drafts.first))
        )
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        try folder.write("".utf8, to: "\(drafts[0])/s")
        #expect(draft.move(to: place))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["admin.sock"])
        let moved = try FileManager.default.attributesOfItem(atPath: place.path)
        #expect(moved[.posixPermissions] as? Int == 0o600)
    }

    @Test func `what is no socket stays`() throws {
        try folder.write("precious".utf8, to: "admin.sock")
        #expect(!place.isListening)
        #expect(place.makeRoom() == "it is no socket")
        #expect(try String(contentsOfFile: place.path, encoding: .utf8) == "precious")
    }

    @Test func `where no socket can be is said`() {
        let long = CommandSocket(folder.path(String(repeating: "x", count: 200)))
        #expect(long.makeRoom() == "the path is too long for a socket")
        #expect(!long.isListening)
        #expect(CommandSocket(folder.path("no/where")).makeRoom() == "No such file or directory")
    }
}
