import Foundation
import NoviCore
import Testing

/// Entries named like plugins that are none.
struct DiscoveryFilesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(CPlugin.empty.get(), to: "zebra.so")
    }

    /// Expects a problem with the entry `bad.so`, and that it stops no other.
    private func expect(_ code: PluginProblem.Code) {
        let catalog = folder.search()
        #expect(
            folder.files(of: catalog) == [
                .refused("bad.so", code), .loaded("zebra.so", "novi_activations.zebra.Rule"),
            ]
        )
        #expect(catalog.explainsItself)
        #expect(catalog.files[0].module == "novi_activations.bad")
    }

    @Test func `a folder is no plugin, and is not searched`() throws {
        try folder.write(CPlugin.empty.get(), to: "bad.so/rule.so")
        expect(.notRegular)
    }

    @Test(arguments: ["bad.so", "pipe"])
    func `a pipe is no plugin, and nobody waits for it`(name: String) async throws {
        #expect(mkfifo(folder.path(name), 0o644) == 0)
        if name == "pipe" { try folder.link("bad.so", to: name) }
        await #expect(processExitsWith: .success) { [root = folder.path as String] in
            // Who opens a pipe for reading waits for a writer, unless it asks not to.
            alarm(60)
            let catalog = PluginDiscovery.search([root], into: .init(), logger: .silent)
            #expect(catalog.files.map(\.problem?.code) == [.notRegular, nil])
            #expect(catalog.explainsItself)
        }
    }

    @Test func `a socket is no plugin`() {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) {
            $0.copyBytes(from: folder.path("bad.so").utf8)
        }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let status = withUnsafeBytes(of: address) {
            bind(descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, size)
        }
        #expect(status == 0)
        expect(.notRegular)
    }

    @Test(arguments: ["/dev/null", "/dev/zero"])
    func `a device is no plugin`(path: String) throws {
        try folder.link("bad.so", to: path)
        expect(.notRegular)
    }

    @Test(arguments: ["nowhere", "/nowhere/at/all", "bad.so", "other", "zebra.so/x"])
    func `a link that leads nowhere is no plugin`(target: String) throws {
        try folder.link("other", to: "bad.so")
        try folder.link("bad.so", to: target)
        expect(.brokenLink)
    }

    @Test(arguments: ["", "\u{7F}ELF", "x", "#!/bin/sh\nexit 0\n", "GROUP ( libc.so.6 )\n"])
    func `a text is no plugin`(text: String) throws {
        try folder.write(text.utf8, to: "bad.so")
        expect(.notELF)
        let padding = String(repeating: " ", count: 4096)
        try folder.write((text.isEmpty ? padding : "-" + text + padding).utf8, to: "bad.so")
        expect(.notELF)
    }

    @Test func `a huge file without content is no plugin`() throws {
        try folder.write([], to: "bad.so")
        #expect(truncate(folder.path("bad.so"), 1 << 29) == 0)
        expect(.notELF)
        #expect(truncate(folder.path("bad.so"), 1 << 33) == 0)
        expect(.tooLarge)
    }

    @Test func `what may not be read is refused`() async throws {
        try folder.write(CPlugin.empty.get(), to: "bad.so")
        #expect(chmod(folder.path("bad.so"), 0) == 0)
        await #expect(processExitsWith: .success) { [root = folder.path as String] in
            becomeNobody()
            let catalog = PluginDiscovery.search([root], into: .init(), logger: .silent)
            #expect(catalog.files.map(\.problem?.code) == [.unreadable, nil])
            #expect(catalog.explainsItself)
        }
    }

    @Test func `a folder that may not be read is shown and stops no other`() async throws {
        try folder.write(CPlugin.empty.get(), to: "closed/rule.so")
        #expect(chmod(folder.path("closed"), 0) == 0)
        defer { #expect(chmod(folder.path("closed"), 0o755) == 0) }
        await #expect(processExitsWith: .success) { [root = folder.path as String] in
            becomeNobody()
            let catalog = PluginDiscovery.search([root], into: .init(), logger: .silent)
            #expect(catalog.find("novi_activations.zebra.Rule") != nil)
            #expect(
                catalog.files.map { [$0.path, $0.problem?.code.rawValue ?? "-"] } == [
                    ["\(root)/closed", "UNREADABLE"], ["\(root)/zebra.so", "-"],
                ]
            )
        }
    }
}

/// Gives up the rights of root, who may read everything; others have none to
/// give up.
private func becomeNobody() { _ = setuid(65_534) }
