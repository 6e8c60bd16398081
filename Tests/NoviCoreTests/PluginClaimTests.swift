import Foundation
import NoviCore
import Testing

/// What a plugin's note claims, and what becomes of the plugin.
struct PluginClaimTests {
    private let folder: TemporaryFolder
    private let bench: PluginBench

    init() throws {
        folder = try TemporaryFolder()
        bench = PluginBench(folder)
    }

    private func install(_ note: String, _ more: String = "") throws {
        let source = "\(CPlugin.description(""))\n\(more)\n\(note)"
        try folder.write(CPlugin.compile(source), to: "root/one.so")
    }

    @Test(arguments: [
        (
            """
            #undef NOVI_INTERFACE_VERSION_TEXT
            #define NOVI_INTERFACE_VERSION_TEXT "7.3"
            NOVI_NOTE("example", "1.2.3", "Rule");
            """, PluginProblem.Code.abiMismatch, "version 7.3 of the interface"
        ),
        (
            #"NOVI_NOTE_FOR_HOST("99.0.0", "example", "1.2.3", "Rule");"#, .hostTooOld,
            "novi 99.0.0 or newer"
        ),
    ])
    func `what is not for this host is refused before anything of it runs`(
        note: String,
        code: PluginProblem.Code,
        reason: String
    ) async throws {
        let crash = "__attribute__((constructor)) static void crash(void) { __builtin_trap(); }"
        try install(note, crash)
        // Nothing is tried elsewhere, so it would crash that process.
        await #expect(processExitsWith: .success) {
            [
                path = folder.path as String, code = code.rawValue as String,
                reason = reason as String,
            ] in
            let catalog = PluginBench(path).search()
            #expect(catalog.files.map(\.problem?.code.rawValue) == [code])
            #expect(catalog.files[0].problem?.message.contains(reason) == true)
            #expect(catalog.explainsItself)
        }
    }

    @Test(arguments: PluginPolicy.Enforcement.allCases)
    func `a plugin that says something else than its note is refused`(
        probe: PluginPolicy.Enforcement
    ) throws {
        try install(#"NOVI_NOTE("example", "9.9.9", "Rule");"#)
        var bench = bench
        bench.settings.policy.probe = probe
        // Who only wants to be warned uses what cannot be tried.
        if probe == .warn { bench.settings.probePath = "/nowhere" }
        let catalog = bench.search()
        #expect(catalog.codes == [.manifestMismatch])
        #expect(catalog.files.first?.problem?.message.contains("'9.9.9'") == true)
        #expect(catalog.explainsItself)
        #expect(catalog.answer(of: "one").reason == .error)
    }

    @Test(arguments: PluginPolicy.Enforcement.allCases)
    func `a plugin that says the same as its note is used`(
        probe: PluginPolicy.Enforcement
    ) throws {
        try install(#"NOVI_NOTE("example", "1.2.3", "Rule");"#)
        var bench = bench
        bench.settings.policy.probe = probe
        let catalog = bench.search()
        #expect(catalog.codes == [nil])
        #expect(catalog.answer(of: "one") == .on)
    }
}
