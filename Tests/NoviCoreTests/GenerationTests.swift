import Foundation
import NoviCore
import Testing

/// What serves when a search finds less than the one before.
struct GenerationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(CPlugin.empty.get(), to: "root/deep/one.so")
    }

    @Test func `what served goes on where a folder cannot be looked into`() async throws {
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            let discovery = PluginBench(path).discovery()
            let served = ActivationCatalog().replaced(
                by: discovery.search(into: ActivationCatalog())
            )
            #expect(served.answer(of: "deep.one") == .on)
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let old = limit.rlim_cur
            limit.rlim_cur = 0
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let found = discovery.search(into: ActivationCatalog())
            let next = served.replaced(by: found)
            limit.rlim_cur = old
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            #expect(found.codes == [.outOfFiles])
            #expect(found.files.map(\.state) == [.waiting])
            #expect(discovery.isUnfinished)
            #expect(next.files.map(\.state) == [.waiting, .outdated])
            #expect(next.answer(of: "deep.one") == .on)
            let again = next.replaced(by: discovery.search(into: ActivationCatalog()))
            #expect(again.files.map(\.state) == [.loaded])
            #expect(again.answer(of: "deep.one") == .on)
        }
    }

    @Test func `what is gone is gone`() throws {
        let discovery = PluginBench(folder).discovery()
        let served = ActivationCatalog().replaced(by: discovery.search(into: ActivationCatalog()))
        try folder.shell("rm -r root/deep")
        let next = served.replaced(by: discovery.search(into: ActivationCatalog()))
        #expect(next.files.isEmpty)
        #expect(next.answer(of: "deep.one").reason == .error)
    }
}
