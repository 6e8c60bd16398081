import Foundation
import TestSupport
import Testing

/// What is linked into what.
struct LinkageTests {
    @Test(
        arguments: [
            "WeightedRandomActivation", "DateTimeActivation", "AndActivation", "OrActivation",
        ]
    )
    func `the command holds no activation of its own`(name: String) async throws {
        let modules = try await run("nm", [Repository.command]).output
        // A symbol of a Swift module begins with the length and the name of the module.
        #expect(!modules.contains("$s\(name.utf8.count)\(name)"))
        #expect(!modules.contains("novi_plugin_v1"))
    }

    @Test(
        arguments: [
            "weighted_random_activation", "date_time_activation", "and_activation",
            "or_activation",
        ]
    )
    func `a plugin links neither database nor server`(name: String) async throws {
        let file = Repository.root.appending(path: ".build/release/lib\(name).so").path
        let symbols = try await run("nm", [file]).output
        for module in ["4GRDB", "7NIOCore", "8NoviCore", "11Hummingbird"] {
            #expect(!symbols.contains("$s\(module)"), "\(module)")
        }
        let exported = try await run("nm", ["-D", "--defined-only", file]).output
        #expect(exported.contains("T novi_plugin_v1"))
    }
}
