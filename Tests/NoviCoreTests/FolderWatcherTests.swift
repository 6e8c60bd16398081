import Foundation
import NoviCore
import Testing

/// What is noticed where the kernel does not tell everything.
@Suite(.timeLimit(.minutes(5)))
struct FolderWatcherTests {
    private let folder: TemporaryFolder
    private let bench: PluginBench

    init() throws {
        folder = try TemporaryFolder()
        bench = PluginBench(folder)
    }

    /// The places of a bench without a root: of its folder, only the root, the
    /// lock file and the keys are of interest.
    private static func places(of bench: PluginBench) -> Set<WatchedPlace> {
        let discovery = bench.discovery()
        _ = discovery.search(into: ActivationCatalog())
        return discovery.places
    }

    /// Waits until it is said so often that something may have changed.
    private static func notices(_ count: Int, of watcher: FolderWatcher) async -> Int {
        let (notices, continuation) = AsyncStream.makeStream(of: Void.self)
        watcher.start { continuation.yield() }
        defer { watcher.stop() }
        var seen = 0
        for await _ in notices {
            seen += 1
            if seen == count { break }
        }
        return seen
    }

    @Test func `notices that were lost may have been anything`() async throws {
        let watcher = FolderWatcher()
        _ = watcher.watch(Self.places(of: bench), isUnfinished: false)
        let setting = "/proc/sys/fs/inotify/max_queued_events"
        let text = try String(contentsOfFile: setting, encoding: .utf8)
        let limit = try #require(Int(text.filter(\.isNumber)))
        // None of them is of interest, and each makes two notices at least.
        for _ in 0...limit / 2 {
            let noise = open(folder.path("noise"), O_CREAT | O_WRONLY, 0o600)
            try #require(close(noise) == 0 && unlink(folder.path("noise")) == 0)
        }
        #expect(await Self.notices(1, of: watcher) == 1)
    }

    @Test func `what the kernel does not watch is looked at again and again`() async {
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            alarm(120)
            let places = Self.places(of: PluginBench(path))
            // Where no descriptor is left, there are no notices.
            var limit = rlimit()
            let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            #expect(getrlimit(kind, &limit) == 0)
            var none = rlimit(rlim_cur: 0, rlim_max: limit.rlim_max)
            #expect(setrlimit(kind, &none) == 0)
            let watcher = FolderWatcher()
            #expect(setrlimit(kind, &limit) == 0)
            _ = watcher.watch(places, isUnfinished: false)
            #expect(await Self.notices(3, of: watcher) == 3)
        }
    }
}
