import CNovi
import Foundation
import NoviActivation
import NoviActivationTesting
import TestSupport
import Testing

/// Whether a contract holds a library to account as it does a class.
struct LibraryTests {
    private static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test func `the example in C fulfils the contract`() async throws {
        let folder = try TemporaryFolder()
        let library = folder.path("country.so")
        let compiled = try await run(
            "cc",
            [
                "-shared", "-fPIC", "-O2",
                "-I", Self.repository.appending(path: "Sources/CNovi/include").path,
                Self.repository.appending(path: "docs/examples/c-plugin/country.c").path,
                "-o", library,
            ]
        )
        try #require(compiled.status == 0, "\(compiled.errors)")
        await #expect(processExitsWith: .success) { [library = library as String] in
            let contract = ActivationContract(
                entry: { host in
                    typealias Entry =
                        @convention(c) (UnsafePointer<novi_host>?) -> UnsafePointer<novi_plugin>?
                    guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL),
                        let symbol = dlsym(handle, "novi_plugin_v1")
                    else { return nil }
                    return unsafeBitCast(symbol, to: Entry.self)(host)
                },
                configs: ["CountryActivation": ["NL", "BE"]],
                contexts: [["country": "NL"]],
                isolated: true
            )
            let report = contract.run()
            #expect(report.isFulfilled, "\(report)")
            #expect(report.plugin == "country 1.0.0")
            let accepted = report.checks.first { $0.id == "create.accepts" }
            #expect(accepted?.outcome == .passed)
        }
    }
}
