import Foundation
import NoviCore
import TestSupport
import Testing

/// Libraries that the system's loader would not survive.
struct LibraryDamageTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: LibraryDamage.ofHeader + LibraryDamage.ofSegments)
    func `a segment that does not fit is found`(damage: LibraryDamage) throws {
        try expect(damage)
    }

    @Test(arguments: LibraryDamage.ofDynamicSection + LibraryDamage.ofSymbols)
    func `a table that makes no sense is found`(damage: LibraryDamage) throws {
        try expect(damage)
    }

    #if arch(x86_64)
    @Test(
        arguments: LibraryDamage.ofHashTables + LibraryDamage.ofVersions
            + LibraryDamage.ofRelocations
    )
    func `what the loader would follow blindly is found`(damage: LibraryDamage) throws {
        try expect(damage)
    }
    #endif

    private func expect(_ damage: LibraryDamage) throws {
        var library = EditableLibrary(bytes: try CPlugin.rich.get())
        try damage.apply(&library)
        #expect(try folder.inspect(library.bytes).code == damage.code)
    }

    @Test func `a file that is shorter than it was a moment ago has ended too early`() throws {
        let bytes = try CPlugin.rich.get()
        for size in stride(from: 64, to: bytes.count, by: 97) {
            let path = try folder.write(bytes.prefix(size), to: "short.so")
            #expect(folder.inspect(path, size: bytes.count).code == .truncated, "\(size)")
            #expect(folder.inspect(path, size: size).code == .truncated, "\(size)")
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `whatever is damaged, looking at it comes to an end`() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        let path = try folder.write(CPlugin.rich.get(), to: "damaged.so")
        await #expect(processExitsWith: .success, "seed \(seed)") {
            [seed = seed as UInt64, path = path as String] in
            let good = [UInt8](try Data(contentsOf: URL(filePath: path)))
            var random = SplitMix(state: seed)
            let descriptor = open(path, O_RDWR | O_CLOEXEC)
            for _ in 0..<1500 {
                let start = Int.random(in: 0..<good.count, using: &random)
                let count = [1, 1, 1, 4, 8, 64].randomElement(using: &random) ?? 1
                let end = min(start + count, good.count)
                let kind = Int.random(in: 0..<4, using: &random)
                let bad = good[start..<end].map { old -> UInt8 in
                    switch kind {
                    case 0: 0
                    case 1: 0xFF
                    default: old ^ 1 << UInt8.random(in: 0..<8, using: &random)
                    }
                }
                pwrite(descriptor, bad, bad.count, start)
                // Either answer is right; what counts is that there is one.
                if case .success(let facts) = inspection(of: descriptor, size: good.count) {
                    #expect(facts.entries.isEmpty == false)
                }
                pwrite(descriptor, Array(good[start..<end]), end - start, start)
            }
            #expect(inspection(of: descriptor, size: good.count).code == nil)
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a library with 200,000 symbols takes little time`() throws {
        let symbols = (0..<200_000).map { ".globl s\($0)\ns\($0):\n" }.joined()
        let entry = ".globl novi_plugin_v1\n.type novi_plugin_v1,@function\nnovi_plugin_v1: nop\n"
        let assembly = try folder.write((symbols + entry).utf8, to: "symbols.s")
        let command = ["cc", "-shared", "-Wl,-z,noexecstack", assembly]
        let bytes = try CPlugin.compile("int other;", with: command)
        let start = ContinuousClock.now
        #expect(try folder.inspect(bytes).get().entries == ["novi_plugin_v1"])
        // A tenth of it in a release build; far more would be quadratic.
        #expect(ContinuousClock.now - start < .seconds(10))
    }
}
