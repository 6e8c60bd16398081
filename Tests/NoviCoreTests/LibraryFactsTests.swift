import Foundation
import NoviCore
import Testing

/// What a library says about itself.
struct LibraryFactsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func facts(_ bytes: [UInt8]) throws -> LibraryFacts { try folder.inspect(bytes).get() }

    @Test func `a plugin tells what it is and what it needs`() throws {
        let bytes = try CPlugin.rich.get()
        let facts = try facts(bytes)
        #expect(facts.entries == ["novi_plugin_v1"])
        #expect(facts.neededLibraries.contains("libc.so.6"))
        #expect(facts.neededVersions["libc.so.6"]?.allSatisfy { $0.hasPrefix("GLIBC_") } == true)
        #expect(facts.note?.name == "example")
        #expect(facts.note?.classes == ["Rule"])
        #expect(facts.buildID?.count == 40)
        #expect(facts.compilers.isEmpty == false)
        #expect(facts.swiftRuntime == .none)
        #expect(facts.size == bytes.count)
        #expect(facts.soname == nil && facts.runPath == nil)
        let glibc = try #require(facts.minimumGlibc)
        let system = "\(facts.processor) Linux with glibc \(glibc) or newer"
        #expect(facts.hosts == "It loads on any \(system).")
    }

    @Test func `names that the linker was given are found`() throws {
        let names = "-Wl,-soname,libown.so,--enable-new-dtags,-rpath,$ORIGIN/x"
        let command = ["cc", "-shared", names]
        let facts = try facts(CPlugin.compile(CPlugin.description(""), with: command))
        #expect(facts.soname == "libown.so")
        #expect(facts.runPath == "$ORIGIN/x")
    }

    @Test func `a stripped plugin still tells`() throws {
        let path = try folder.write(CPlugin.rich.get(), to: "stripped.so")
        try run("strip", "-s", path)
        let facts = try facts([UInt8](Data(contentsOf: URL(filePath: path))))
        #expect(facts.note?.version == "1.2.3")
        #expect(facts.entries == ["novi_plugin_v1"])
    }

    @Test func `what was split off for a debugger is no plugin`() throws {
        let bytes = try CPlugin.compile(
            CPlugin.description(""),
            with: ["cc", "-g", "-shared"]
        )
        let path = try folder.write(bytes, to: "whole.so")
        try run("objcopy", "--only-keep-debug", path, folder.path("debug.so"))
        let debug = [UInt8](try Data(contentsOf: URL(filePath: folder.path("debug.so"))))
        #expect(try folder.inspect(debug).code == .noCode)
    }

    @Test func `a library without functions holds no code`() throws {
        let command = ["cc", "-shared", "-nostdlib"]
        let bytes = try CPlugin.compile("const int novi_plugin_v1 = 1;", with: command)
        #expect(try folder.inspect(bytes).code == .noCode)
    }

    @Test(
        arguments: [
            ([], nil), (["GLIBC_2.2.5"], "2.2.5"), (["GLIBC_2.4", "GLIBC_2.34"], "2.34"),
            (["GLIBC_2.9", "GLIBC_2.10"], "2.10"), (["GLIBC_PRIVATE", "GLIBC_2.3"], "2.3"),
            (["GLIBC_2.17", "GLIBC_ABI_DT_RELR"], "2.36"), (["GLIBC_", "GLIBC_2.x"], nil),
        ] as [([String], String?)]
    )
    func `the newest version that is needed decides`(versions: [String], glibc: String?) throws {
        var facts = try facts(CPlugin.empty.get())
        facts.neededVersions = ["libc.so.6": versions]
        #expect(facts.minimumGlibc == glibc)
    }

    @Test func `hosts are those with the same Swift, unless it brings its own`() throws {
        var facts = try facts(CPlugin.empty.get())
        facts.neededVersions = ["libc.so.6": ["GLIBC_2.34"]]
        facts.neededLibraries = ["libc.so.6", "libswiftCore.so", "libsqlite3.so.0"]
        facts.compilers = ["GCC: 12", "clang version 21 (swiftlang)"]
        facts.swiftRuntime = .shared
        #expect(
            facts.hosts == "It loads only on hosts with the Swift runtime of 'clang version 21 "
                + "(swiftlang)', on \(facts.processor) Linux with glibc 2.34 or newer, and needs "
                + "libsqlite3.so.0."
        )
        facts.swiftRuntime = .own
        #expect(facts.hosts.hasPrefix("It loads on any \(facts.processor) Linux with glibc 2.34"))
    }

    private func run(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
