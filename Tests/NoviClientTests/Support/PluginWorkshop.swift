import Foundation
import NoviClient
import NoviCore
import TestSupport

/// A root into which a test puts plugins, and a client that uses them.
struct PluginWorkshop {
    let folder: TemporaryFolder
    /// The root.
    let root: URL
    /// Two flags, `one` and `two`, whose classes are in `one.so` and `two.so`.
    let flags: [Flag]
    /// A client of these flags.
    let client: InMemoryClient
    /// How its plugins are checked.
    let settings: PluginSettings

    /// Makes the root and the client.
    ///
    /// - Parameters:
    ///   - config: The config of both activations.
    ///   - key: The key that has to have signed plugins; nil if nobody has to.
    /// - Throws: An error if a file cannot be written.
    init(config: String = "", trusting key: SigningKey? = nil) throws {
        folder = try TemporaryFolder()
        root = folder.url.appending(path: "root")
        var settings = PluginSettings()
        settings.cache = folder.path("cache")
        settings.policy.probe = .enforce
        if let key {
            settings.keysFile = try folder.write(key.verifyingKey.text, to: "keys")
            settings.policy.signature = .enforce
        }
        self.settings = settings
        flags = ["one", "two"].enumerated().map { index, name in
            let id = Int64(index + 1)
            let type = "novi_activations.\(name).Rule"
            let rule = Activation(id: id, name: name, className: type, config: config)
            return Flag(id: id, name: name, status: true, activations: [rule])
        }
        client = InMemoryClient(flags, activations: [root.path], plugins: settings)
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    /// Builds a plugin.
    ///
    /// - Parameters:
    ///   - decision: What its class decides.
    ///   - constructor: Runs when the library is mapped.
    ///   - create: Runs before an instance is made.
    /// - Returns: The path of the library.
    /// - Throws: ``BuildError`` if it cannot be built.
    func build(
        _ decision: String,
        constructor: String = "",
        create: String = ""
    ) async throws -> URL {
        let name = UUID().uuidString
        let source = """
            #include "novi_activation.h"
            #define TEXT(text) {text, sizeof(text) - 1}
            __attribute__((constructor)) static void construct(void) { \(constructor) }
            static int instance;
            static int32_t create(const novi_class *self, const novi_host *host,
                                  const novi_create_args *args, void **made, novi_error *error) {
                \(create)
                *made = &instance;
                return NOVI_OK;
            }
            static int32_t evaluate(void *self, const novi_context *context, novi_result *result) {
                return \(decision);
            }
            static void destroy(void *self) {}
            static const novi_class rule = {sizeof(novi_class), 0, TEXT("Rule"), TEXT(""), TEXT(""),
                                            0, create, evaluate, destroy, 0};
            static const novi_plugin plugin = {sizeof(novi_plugin), NOVI_INTERFACE_VERSION,
                                               TEXT("rule"), TEXT("\(name)"), 1,
                                               sizeof(novi_class), &rule};
            const novi_plugin *novi_plugin_v1(const novi_host *host) { return &plugin; }
            """
        let output = folder.url.appending(path: "\(name).so")
        let outcome = try await run(
            "cc",
            [
                "-shared", "-fPIC", "-I",
                Repository.root.appending(path: "Sources/CNovi/include").path,
                "-o", output.path, try folder.write(source, to: "\(name).c"),
            ]
        )
        guard outcome.status == 0 else { throw BuildError(description: outcome.errors) }
        return output
    }

    /// A plugin could not be built.
    struct BuildError: Error, CustomStringConvertible {
        let description: String
    }

    /// Puts a copy of a file in the place of a plugin, by renaming.
    func install(_ file: URL, as name: String) throws {
        let draft = folder.path("draft")
        try? FileManager.default.removeItem(atPath: draft)
        try FileManager.default.copyItem(atPath: file.path, toPath: draft)
        guard rename(draft, root.appending(path: name).path) == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    /// Writes a file over a plugin, as `cp` does.
    func overwrite(_ name: String, with file: URL) throws {
        try Data(contentsOf: file).write(to: root.appending(path: name), options: [])
    }

    /// Evaluates both flags all the time while something is done.
    ///
    /// - Parameters:
    ///   - isFailure: Whether an evaluation should not have been so.
    ///   - body: What is done.
    /// - Returns: How many should not have been so.
    /// - Throws: What the body throws.
    func failures(
        _ isFailure: @escaping @Sendable (Evaluation) -> Bool,
        during body: () async throws -> Void
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for flag in ["one", "two"] {
                group.addTask { [client] in
                    var failures = 0
                    // Once at least, however soon it is over.
                    repeat {
                        for _ in 0..<1000 where isFailure(client.evaluate(flag)) { failures += 1 }
                        await Task.yield()
                    } while !Task.isCancelled
                    return failures
                }
            }
            defer { group.cancelAll() }
            try await body()
            group.cancelAll()
            return try await group.reduce(0, +)
        }
    }

    /// What became of a file; nil if there is none.
    func file(_ name: String) async -> PluginFile? {
        await client.plugins.first { $0.path.hasSuffix("/\(name)") }
    }
}

/// Waits until something is so.
///
/// - Returns: Whether it is so within a minute.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<3000 {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(20))
    }
    return false
}
