import Foundation
import NoviCore
import Testing

/// Plugins that need what the system does not have.
struct PluginNeedsTests {
    private let folder: TemporaryFolder
    private let bench: PluginBench

    init() throws {
        folder = try TemporaryFolder()
        bench = PluginBench(folder)
        try folder.write(CPlugin.empty.get(), to: "root/zebra.so")
    }

    /// Once the plugin is tried in a process of its own, and once it is not.
    private static let ways = [PluginPolicy.Enforcement.enforce, .off]

    /// Why a plugin is refused beside one that is in order.
    private func refusal(
        of content: [UInt8],
        _ probe: PluginPolicy.Enforcement
    ) throws -> PluginProblem {
        try folder.write(content, to: "root/bad.so")
        var bench = bench
        bench.settings.policy.probe = probe
        let catalog = bench.search()
        #expect(catalog.files.map(\.state) == [.refused, .loaded])
        #expect(catalog.explainsItself)
        return try #require(catalog.files[0].problem)
    }

    /// A plugin that is linked against libraries which are not where any loader
    /// looks for them.
    private func plugin(needing libraries: [String], _ more: String = "") throws -> [UInt8] {
        var command = ["cc", "-shared", "-Wl,--no-as-needed"]
        for library in libraries {
            let stub = ["cc", "-shared", "-Wl,-soname,\(library)"]
            let content = try CPlugin.compile("int nothing;", with: stub)
            command.append(try folder.write(content, to: "elsewhere/\(library)"))
        }
        return try CPlugin.compile("\(CPlugin.description(""))\n\(more)", with: command)
    }

    @Test(
        arguments: [
            (["libabsent_one.so"], "Install them"),
            (["libabsent_one.so", "libabsent_two.so.7"], "Install them"),
            (["libabsent_one.so", "libswiftAbsent.so"], "-static-stdlib"),
            (["libFoundationAbsent.so"], "-static-stdlib"),
        ] as [([String], String)]
    )
    func `libraries that are missing are named`(libraries: [String], remedy: String) throws {
        let content = try plugin(needing: libraries)
        let problem = try refusal(of: content, .enforce)
        #expect(problem.code == .missingDependency)
        let all = libraries.joined(separator: ", ")
        #expect(problem.message == "It needs libraries that this system lacks: \(all).")
        #expect(problem.remedy.contains(remedy))
        // The system's loader tells the first one only.
        let first = try refusal(of: content, .off)
        #expect(first.code == .missingDependency)
        #expect(first.message == "It needs libraries that this system lacks: \(libraries[0]).")
    }

    @Test(arguments: ways)
    func `a plugin for a newer system is refused with the version that it needs`(
        probe: PluginPolicy.Enforcement
    ) throws {
        var library = EditableLibrary(bytes: try CPlugin.rich.get())
        let version = try library.needNewerSystem()
        let facts = try folder.inspect(library.bytes).get()
        #expect(facts.neededVersions.values.joined().contains(version))
        let problem = try refusal(of: library.bytes, probe)
        #expect(problem.code == .missingDependency)
        #expect(problem.message.hasPrefix("It was built for a newer system: "))
        #expect(problem.message.contains("version `\(version)' not found"))
        // Where the copy is that was tried says nothing to anybody.
        #expect(!problem.message.contains("required by"))
    }

    @Test(arguments: ways)
    func `a symbol that no library offers is named`(probe: PluginPolicy.Enforcement) throws {
        let source = CPlugin.description("extern void no_such_thing(void); no_such_thing();")
        let problem = try refusal(of: CPlugin.compile(source), probe)
        #expect(problem.code == .unresolvedSymbol)
        #expect(
            problem.message == "It needs what no library offers: undefined symbol: no_such_thing."
        )
        #expect(problem.remedy.contains("-z,defs"))
    }

    /// What a compiler leaves behind in a library.
    private static func comment(of compiler: String) -> String {
        let section = #".section .comment, \"MS\", @progbits, 1"#
        return #"__asm__("\#(section)\n.string \"\#(compiler)\"\n.previous");"#
    }

    @Test func `a plugin for the Swift runtime of another toolchain is refused before it runs`()
        async throws
    {
        let crash = "__attribute__((constructor)) static void crash(void) { __builtin_trap(); }"
        let compiler = "clang version 1.2.3 (of another swift)"
        let content = try plugin(
            needing: ["libswiftCore.so"],
            "\(Self.comment(of: compiler))\n\(crash)"
        )
        try folder.write(content, to: "root/bad.so")
        // It finds the runtime of this process, and would be mapped.
        await #expect(processExitsWith: .success) {
            [path = folder.path as String, compiler = compiler as String] in
            let catalog = PluginBench(path).search()
            #expect(catalog.codes == [.toolchainMismatch, nil])
            #expect(catalog.explainsItself)
            let problem = try #require(catalog.files[0].problem)
            #expect(problem.message.contains("'\(compiler)'; this host has that of 'clang version"))
            #expect(problem.remedy.contains("-static-stdlib"))
        }
    }

    @Test func `a plugin for the Swift runtime of this host is used`() throws {
        let other = Self.comment(of: "clang version 1.2.3 (of another swift)")
        let problem = try refusal(of: plugin(needing: ["libswiftCore.so"], other), .enforce)
        let parts = problem.message.split(separator: "'")
        let own = Self.comment(of: String(try #require(parts.dropLast().last)))
        try folder.write(plugin(needing: ["libswiftCore.so"], own), to: "root/bad.so")
        var bench = bench
        bench.settings.policy.probe = .enforce
        let catalog = bench.search()
        #expect(catalog.codes == [nil, nil])
        #expect(catalog.answer(of: "bad") == .on)
    }

    @Test(arguments: ways)
    func `a library by its path is refused, whoever has it`(
        probe: PluginPolicy.Enforcement
    ) throws {
        let library = folder.path("elsewhere/libhelp.so")
        try folder.write(CPlugin.compile("int nothing;"), to: "elsewhere/libhelp.so")
        let command = ["cc", "-shared", "-Wl,--no-as-needed"]
        let source = CPlugin.description("")
        for option in [library, "-Wl,-soname,\(library)"] {
            let problem = try refusal(of: CPlugin.compile(source, with: command + [option]), probe)
            #expect(problem.code == .boundToPath)
            #expect(problem.message.contains(library))
        }
    }

    @Test func `what a library lacked may be there when it is tried again`() throws {
        let (place, away) = (folder.path("elsewhere/libhelp.so"), folder.path("away"))
        let stub = ["cc", "-shared", "-Wl,-soname,libhelp.so"]
        try folder.write(CPlugin.compile("int nothing;", with: stub), to: "elsewhere/libhelp.so")
        let way = "-Wl,-rpath,\(folder.path("elsewhere"))"
        let command = ["cc", "-shared", "-Wl,--no-as-needed", way, place]
        try folder.write(
            CPlugin.compile(CPlugin.description(""), with: command),
            to: "root/bad.so"
        )
        var bench = bench
        bench.settings.policy.probe = .enforce
        let discovery = bench.discovery()
        let catalog = discovery.search(into: ActivationCatalog())
        #expect(catalog.codes == [nil, nil])
        rename(place, away)
        #expect(catalog.answer(of: "bad").reason == .error)
        #expect(catalog.codes == [.missingDependency, nil])
        rename(away, place)
        discovery.retry(catalog.files)
        let again = discovery.search(into: ActivationCatalog())
        #expect(again.answer(of: "bad") == .on)
    }
}

extension EditableLibrary {
    /// Has the library need a version of the C library that does not exist yet.
    ///
    /// - Returns: The version.
    fileprivate mutating func needNewerSystem() throws -> String {
        let (needs, names) = (try table(0x6FFF_FFFE), try table(5))
        let entry = needs + Int(number(at: needs + 8, 4))
        let start = names + Int(number(at: entry + 8, 4))
        let old = bytes[start...].prefix { $0 != 0 }
        let isDigit = { (0x30...0x39).contains($0) } as (UInt8) -> Bool
        let new = old.map { isDigit($0) ? UInt8(ascii: "9") : $0 }
        bytes.replaceSubrange(old.indices, with: new)
        // The loader compares hashes first (System V ABI, chapter 5).
        let hash = new.reduce(0 as UInt32) { hash, byte in
            let next = (hash << 4) &+ UInt32(byte)
            let high = next & 0xF000_0000
            return (next ^ high >> 24) & ~high
        }
        set(entry, 4, to: UInt64(hash))
        return String(decoding: new, as: UTF8.self)
    }
}
