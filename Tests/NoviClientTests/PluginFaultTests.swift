import Foundation
import NoviClient
import TestSupport
import Testing

/// Damaged plugins that are dropped into a root while flags are evaluated.
@Suite(.timeLimit(.minutes(10)))
struct PluginFaultTests {
    private let workshop: PluginWorkshop

    init() throws { workshop = try PluginWorkshop() }

    /// The seed is another in each run; `NOVI_SEED` repeats one.
    private static let seed =
        ProcessInfo.processInfo.environment["NOVI_SEED"].flatMap { UInt64($0) }
        ?? UInt64.random(in: 0...UInt64(Int64.max))

    /// Turns bits, or cuts the end off.
    private static func damage(_ plugin: Data, with generator: inout SplitMix) -> Data {
        var copy = plugin
        switch Int.random(in: 0..<4, using: &generator) {
        case 0:
            copy = copy.prefix(Int.random(in: 0..<copy.count, using: &generator))
        case 1:
            // Where the tables of the library are.
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                flip(&copy, below: min(copy.count, 0x1000), with: &generator)
            }
        default:
            for _ in 0..<(1 << Int.random(in: 0...6, using: &generator)) {
                flip(&copy, below: copy.count, with: &generator)
            }
        }
        return copy
    }

    private static func flip(_ bytes: inout Data, below limit: Int, with generator: inout SplitMix)
    {
        let index = Int.random(in: 0..<limit, using: &generator)
        bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    }

    @Test func `500 damaged copies in a live root stop no flag`() async throws {
        print("The damage is that of NOVI_SEED=\(Self.seed).")
        let sound = try await workshop.build("NOVI_ON")
        for name in ["one.so", "two.so"] { try workshop.install(sound, as: name) }
        let plugin = try Data(contentsOf: sound)
        var generator = SplitMix(state: Self.seed)
        let copies = (0..<500).map { _ in Self.damage(plugin, with: &generator) }
        try await workshop.client.whileRunning { client in
            let failures = try await workshop.failures {
                !$0.isOn
            } during: {
                for (index, copy) in copies.enumerated() {
                    let path = workshop.root.appending(path: "damaged\(index).so")
                    try copy.write(to: path)
                    if index % 50 == 0 { try await Task.sleep(for: .milliseconds(300)) }
                }
                let isDone = try await eventually {
                    let files = await client.plugins
                    return files.count == copies.count + 2
                        && !files.contains { $0.state == .waiting }
                }
                #expect(isDone)
            }
            #expect(failures == 0, "NOVI_SEED=\(Self.seed)")
            let files = await client.plugins
            let silent = files.filter { $0.state != .loaded && $0.problem?.remedy.isEmpty != false }
            #expect(silent.isEmpty, "NOVI_SEED=\(Self.seed)")
            // Some are sound enough to be listed, most are not.
            #expect(files.count { $0.state == .loaded } >= 2)
            #expect(files.count { $0.state != .loaded } > 100)
            let codes = Dictionary(grouping: files) { $0.problem?.code.rawValue ?? "loaded" }
            print(codes.mapValues(\.count).sorted { $0.value > $1.value })
        }
    }
}
