import Foundation
import NoviCore
import TestSupport
import Testing

/// Libraries whose tables are in order, and whose code or data are not.
struct DamagedCodeTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(CPlugin.empty.get(), to: "root/zebra.so")
    }

    #if arch(x86_64)
    /// Two bytes that are no instruction.
    private static let trap: UInt64 = 0x0B0F

    @Test func `code that is damaged ends the process in which it is tried`() throws {
        var library = EditableLibrary(bytes: try CPlugin.rich.get())
        let address = try library.number(at: library.symbol("novi_plugin_v1") + 8, 8)
        try library.set(library.offset(of: address), 2, to: Self.trap)
        #expect(try folder.inspect(library.bytes).code == nil)
        try folder.write(library.bytes, to: "root/bad.so")
        var bench = PluginBench(folder)
        bench.settings.policy.probe = .enforce
        let catalog = bench.search()
        #expect(catalog.files.map(\.state) == [.quarantined, .loaded])
        #expect(catalog.codes == [.probeCrashed, nil])
        let message = catalog.files[0].problem?.message
        #expect(message == "It crashed the process (SIGILL) while its entry ran.")
        #expect(catalog.answer(of: "zebra") == .on)
    }
    #endif

    @Test(.timeLimit(.minutes(5)))
    func `whatever is damaged, the search comes to its end`() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        let good = try CPlugin.rich.get()
        var random = SplitMix(state: seed)
        for number in 0..<100 {
            var bad = good
            for _ in 0..<4 {
                let place = Int.random(in: 64..<bad.count, using: &random)
                bad[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            try folder.write(bad, to: "root/n\(number).so")
        }
        await #expect(processExitsWith: .success, "seed \(seed)") {
            [path = folder.path as String] in
            var bench = PluginBench(path)
            bench.settings.policy.probe = .enforce
            bench.settings.probeTimeLimit = .milliseconds(500)
            let catalog = bench.search()
            #expect(catalog.files.count == 101)
            #expect(catalog.files.last?.state == .loaded)
            #expect(catalog.answer(of: "zebra") == .on)
        }
    }
}
