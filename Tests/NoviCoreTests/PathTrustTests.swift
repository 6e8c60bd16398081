import Foundation
import NoviCore
import Testing

/// Who may write to a plugin, and to what leads to it.
struct PathTrustTests {
    private let folder: TemporaryFolder
    private var bench: PluginBench

    init() throws {
        folder = try TemporaryFolder()
        bench = PluginBench(folder)
        bench.settings.policy.permissions = .enforce
        try folder.write(CPlugin.empty.get(), to: "root/deep/one.so")
        try folder.write(CPlugin.empty.get(), to: "else/where/real.so")
        for name in ["root", "root/deep", "else", "else/where"] { chmod(folder.path(name), 0o755) }
        for name in ["root/deep/one.so", "else/where/real.so"] { chmod(folder.path(name), 0o644) }
    }

    private func expect(_ codes: PluginProblem.Code?...) {
        let catalog = bench.search()
        #expect(catalog.codes == codes)
        #expect(catalog.explainsItself)
    }

    @Test(arguments: [
        "true", "chmod 4755 root/deep/one.so", "chmod 0444 root/deep/one.so", "chmod 1777 root",
        "chmod 1777 .", "chmod 1775 root", "chmod 2755 root/deep", "chmod 555 root/deep",
    ])
    func `what only this user may change is secure`(script: String) throws {
        try folder.shell(script)
        expect(nil)
    }

    @Test(arguments: [
        "chmod o+w root/deep/one.so", "chmod g+w root/deep/one.so", "chmod o+w root/deep",
        "chmod g+w root/deep", "chmod o+w root", "chmod g+w root", "chmod o+w .", "chmod g+w .",
        // Anybody can put plugins into a shared folder.
        "chmod 1777 root/deep", "chmod 1775 root/deep",
    ])
    func `what others may change is not secure`(script: String) throws {
        try folder.shell(script)
        expect(.insecurePermissions)
    }

    @Test(
        .enabled(if: geteuid() == 0, "only root can give files away"),
        arguments: [
            "chown 65534 root/deep/one.so", "chown 65534 root/deep", "chown 65534 root",
            "chown 65534 .",
        ]
    )
    func `what belongs to another user is not secure`(script: String) throws {
        try folder.shell(script)
        expect(.insecurePermissions)
        try folder.shell("chown 0 . root root/deep root/deep/one.so")
        expect(nil)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
    func `what belongs to root or to the user is secure for the user`() async throws {
        try folder.shell("chown 65534 root/deep/one.so root/deep")
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            #expect(setuid(65534) == 0)
            var bench = PluginBench(path)
            bench.settings.cache = nil
            bench.settings.policy.permissions = .enforce
            #expect(bench.search().codes == [nil])
            #expect(PluginSettings().policy.permissions == .warn)
        }
        #expect(PluginSettings().policy.permissions == .enforce)
    }

    @Test(arguments: [
        "chmod o+w else/where", "chmod o+w else", "chmod 1777 else/where",
        "chmod g+w else/where/real.so",
        // Others could have the links lead elsewhere.
        "mkdir -m 777 open; mv link.so open/link.so; ln -sfn \"$PWD/open/link.so\" root/deep/link.so",
        "mkdir -m 777 open; ln -s ../else/where open/way; ln -sfn \"$PWD/open/way/real.so\" root/deep/link.so",
        "mkdir -m 777 open; mv root open/root; ln -s open/root root",
        "mkdir -m 777 open; mv root else/root; ln -s ../else/root open/way; ln -s open/way root",
    ])
    func `a link is as secure as all that it leads through`(script: String) throws {
        try folder.shell("ln -s \"$PWD/else/where/real.so\" link.so; rm root/deep/one.so")
        try folder.shell("ln -s \"$PWD/link.so\" root/deep/link.so")
        expect(nil)
        try folder.shell(script)
        expect(.insecurePermissions)
    }

    @Test(
        .enabled(if: geteuid() == 0, "only root can give files away"),
        arguments: [
            // Whoever owns a link in a shared folder can replace it.
            "mkdir -m 1777 open; mv root else/root; ln -s ../else/root open/way; ln -s open/way root; chown -h 65534 open/way",
            "chown 65534 else", "chown 65534 else/where/real.so",
        ]
    )
    func `a link of another user is not secure`(script: String) throws {
        try folder.shell("rm root/deep/one.so; ln -s \"$PWD/else/where/real.so\" root/deep/one.so")
        expect(nil)
        try folder.shell(script)
        expect(.insecurePermissions)
    }

    @Test func `a link of this user in a shared folder is secure`() throws {
        try folder.shell("mkdir -m 1777 open; mv root else/root; ln -s ../else/root open/way")
        try folder.shell("ln -s open/way root")
        expect(nil)
    }

    @Test func `who asks for a warning is warned, and who does not ask is not`() throws {
        try folder.shell("chmod o+w root")
        var bench = bench
        bench.settings.policy.permissions = .warn
        #expect(bench.search().files.map { $0.warnings.map(\.code) } == [[.insecurePermissions]])
        #expect(bench.search().answer(of: "deep.one") == .on)
        bench.settings.policy.permissions = .off
        #expect(bench.search().files.map(\.warnings) == [[]])
        bench.settings.policy.permissions = .enforce
        bench.settings.policies["deep.one"] = PluginPolicy(permissions: .off, probe: .off)
        #expect(bench.search().codes == [nil])
    }

    @Test func `what is mended is used`() throws {
        try folder.shell("chmod o+w root")
        let discovery = bench.discovery()
        #expect(discovery.search(into: ActivationCatalog()).codes == [.insecurePermissions])
        try folder.shell("chmod o-w root")
        #expect(discovery.search(into: ActivationCatalog()).codes == [nil])
    }
}
