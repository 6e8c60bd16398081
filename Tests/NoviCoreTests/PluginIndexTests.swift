import Foundation
import NoviCore
import Testing

/// What is remembered of plugins from one process to the next.
struct PluginIndexTests {
    private let folder: TemporaryFolder
    private var bench: PluginBench

    init() throws {
        folder = try TemporaryFolder()
        bench = PluginBench(folder)
        try bench.countStarts()
        try folder.write(CPlugin.empty.get(), to: "root/one.so")
        settle(folder.path("root/one.so"))
    }

    private func expectOn(_ catalog: ActivationCatalog) {
        #expect(catalog.codes == [nil])
        #expect(catalog.notices.isEmpty)
        #expect(catalog.answer(of: "one") == .on)
    }

    @Test func `a file that has not changed is neither read nor tried again`() throws {
        expectOn(bench.search())
        #expect(bench.starts == 1)
        let copy = try #require(bench.copies.first)
        try FileManager.default.removeItem(atPath: copy)
        let catalog = bench.search()
        #expect(bench.starts == 1)
        // It would have been copied if it had been read.
        #expect(try bench.copies.isEmpty)
        expectOn(catalog)
        #expect(try bench.copies == [copy])
    }

    @Test func `a content that is known is not tried again under another name`() throws {
        expectOn(bench.search())
        try FileManager.default.moveItem(
            atPath: folder.path("root/one.so"),
            toPath: folder.path("root/two.so")
        )
        let catalog = bench.search()
        #expect(catalog.answer(of: "two") == .on)
        #expect(bench.starts == 1)
    }

    @Test func `a change is noticed that keeps the size and the time`() throws {
        let old = try #require(bench.search().files.first)
        #expect(old.plugin == "example 1.2.3")
        var status = stat()
        let path = folder.path("root/one.so")
        #expect(stat(path, &status) == 0)
        var bytes = try CPlugin.empty.get()
        let place = try #require(bytes.firstRange(of: Array("1.2.3".utf8)))
        bytes.replaceSubrange(place, with: Array("3.2.1".utf8))
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.write(contentsOf: Data(bytes))
        try file.close()
        #expect(utimensat(AT_FDCWD, path, [status.st_atim, status.st_mtim], 0) == 0)
        let new = try #require(bench.search().files.first)
        #expect(new.plugin == "example 3.2.1")
        #expect(new.hash != old.hash)
        #expect(bench.starts == 2)
    }

    @Test func `a change in the moment of the search is noticed`() throws {
        let path = folder.path("root/one.so")
        for number in 1...20 {
            let version = "1.2.\(number % 10)"
            try folder.write(CPlugin.answering("NOVI_ON", version: version), to: "root/one.so")
            #expect(bench.search().files.first?.plugin == "example \(version)")
        }
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `another probe tries anew`() throws {
        expectOn(bench.search())
        var bench = bench
        try bench.countStarts()
        expectOn(bench.search())
        #expect(bench.starts == 2)
    }

    @Test(arguments: [
        ": > $1", "rm $1", "printf x > $1", "head -c 40 $1 > $1.new; mv $1.new $1",
        "sed -i 's/\"version\":1/\"version\":9/' $1", "printf '[1,2]' > $1",
        #"printf '{"version":1,"host":3,"contents":7}' > $1"#,
        #"sed -i 's/"contents":.*/"contents":[[],[1],[1,2,3,4,5],[1,2,3,4,5,6],9],"verdicts":{}}/' $1"#,
        #"sed -i 's/"contents":.*/"contents":[],"verdicts":{"ab":1,"":{}}}/' $1"#,
        "head -c 1000 /dev/urandom > $1", "rm $1; mkdir $1", "rm $1; mkfifo $1",
        "rm $1; ln -s /dev/zero $1", "head -c 3000000 /dev/zero | tr '\\0' '[' > $1",
        "cp $1 $1.old; rm $1; ln -s $1.old $1",
    ])
    func `an index that is damaged is made anew`(script: String) async throws {
        expectOn(bench.search())
        let index = folder.path("cache/index.json")
        try folder.shell(script, index)
        try await #require(processExitsWith: .success) { [path = folder.path as String] in
            // A pipe must not be waited for.
            alarm(300)
            var bench = PluginBench(path)
            bench.settings.probePath = "\(path)/probe"
            bench.settings.policy.probe = .enforce
            let catalog = bench.search()
            #expect(catalog.codes == [nil] && catalog.notices.isEmpty)
            #expect(catalog.answer(of: "one") == .on)
        }
        #expect(bench.starts == 2)
        expectOn(bench.search())
        #expect(bench.starts == 2)
        #expect(mode(of: index) == 0o600)
    }

    @Test func `what did not pass is tried again by the next process only`() throws {
        try folder.write(CPlugin.compile(CPlugin.description("return 0;")), to: "root/one.so")
        settle(folder.path("root/one.so"))
        let discovery = bench.discovery()
        for _ in 1...3 {
            #expect(discovery.search(into: ActivationCatalog()).codes == [.declined])
        }
        #expect(bench.starts == 1)
        discovery.retry(discovery.search(into: ActivationCatalog()).files)
        #expect(discovery.search(into: ActivationCatalog()).codes == [.declined])
        #expect(bench.starts == 2)
        #expect(bench.search().codes == [.declined])
        #expect(bench.starts == 3)
    }
}
