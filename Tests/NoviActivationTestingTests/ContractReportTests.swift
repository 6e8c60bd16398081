import CNovi
import NoviActivation
import NoviActivationTesting
import Testing

/// How a report reads.
struct ContractReportTests {
    private static let fault = Fault("evaluate.reason", "a bad reason, a strange flag") {
        $0.flags = 1 << 9
        $0.evaluate = { _, _, result in
            result?.pointee.reason = 5
            return Int32(NOVI_OFF)
        }
    }

    @Test func `for people it has a line for each check, with what there is to say`() {
        let lines = "\(Self.fault.report())".split(separator: "\n").map(String.init)
        #expect(lines.first == "faulty 1.0.0 breaks the contract")
        #expect(lines.contains("SoundActivation"))
        #expect(
            lines.contains("  \u{2717} evaluate.reason      The reason is one of the interface.")
        )
        #expect(
            lines.contains {
                $0.hasPrefix("                         evaluate gave the reason 5 for ")
                    && $0.hasSuffix("more of this kind.)")
            }
        )
        for mark in ["\u{2713}", "!", "\u{2013}"] {
            #expect(lines.contains { $0.hasPrefix("  \(mark) ") })
        }
    }

    @Test func `for programs it is JSON`() throws {
        let json = Self.fault.report().json
        #expect(json["plugin"] == "faulty 1.0.0")
        #expect(json["isFulfilled"] == false)
        let checks = try #require(json["checks"]?.array)
        #expect(checks.first?["class"] == .null)
        #expect(checks.first?["message"] == .null)
        let failed = try #require(checks.first { $0["outcome"] == "failed" })
        #expect(failed.object?.map(\.key) == ["id", "class", "sentence", "outcome", "message"])
        #expect(failed["id"] == "evaluate.reason")
        #expect(failed["class"] == "SoundActivation")
        #expect(failed["message"]?.string?.hasPrefix("evaluate gave the reason 5 for ") == true)
        let outcomes = Set(checks.compactMap { $0["outcome"]?.string })
        #expect(outcomes == ["passed", "failed", "warned", "skipped"])
    }

    @Test func `every check has a name and a sentence of its own`() {
        let checks = Self.fault.report().checks
        #expect(Set(checks.map(\.id)).count == checks.count)
        #expect(Set(checks.map(\.sentence)).count == checks.count)
        #expect(checks.allSatisfy { $0.sentence.hasSuffix(".") })
    }
}
