import CNovi
import Foundation
import NoviActivation
import NoviCore
import TestSupport
import Testing

/// Plugins that were built with an older or a newer minor version of the interface
/// than this host's.
struct InterfaceGrowthTests {
    private static let data = Repository.root.appending(path: "Tests/NoviCoreTests/Data")
    private static let header = Repository.root
        .appending(path: "Sources/CNovi/include/novi_activation.h")

    /// The versions that were released, each with its header and a plugin.
    private static let versions = ["0.1"]

    private static func folder(of version: String) -> URL {
        data.appending(path: "interface-\(version)")
    }

    /// What a header means: its text without comments and layout.
    private static func meaning(of header: URL) throws -> String {
        try String(contentsOf: header, encoding: .utf8)
            .replacing(/\/\/[^\n]*/, with: "")
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Builds the plugin of version 0.1 with a header, and has it decide.
    private func check(header: String, explains: Bool, _ options: String...) throws {
        let folder = try TemporaryFolder()
        try folder.write(header.utf8, to: "include/novi_activation.h")
        let source = try String(
            contentsOf: Self.folder(of: "0.1").appending(path: "plugin.c"),
            encoding: .utf8
        )
        let command = ["cc", "-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror"]
        let library = try CPlugin.compile(
            source,
            with: command + ["-shared", "-I", folder.path("include")] + options
        )
        try folder.write(library, to: "growing.so")
        let catalog = folder.search()
        #expect(catalog.files.map(\.problem) == [nil])
        func evaluate(_ config: String, _ context: EvaluationContext) -> Evaluation {
            let key = "novi_activations.growing.KeyActivation"
            let other = "novi_activations.growing.OtherActivation"
            let rows = [
                Activation(id: 1, name: "key", className: key, config: config),
                Activation(id: 2, name: "other", className: other, config: "1"),
            ]
            return catalog.evaluator(FlagSet(rows), clock: { 42 })
                .evaluate("flag", context: context, trace: true)
        }
        #expect(Answer(evaluate("plan", ["plan": "pro"])) == .on("plan", .split))
        #expect(Answer(evaluate("plan", ["plan": "off"])) == .off)
        #expect(Answer(evaluate("plan", ["plan": "now"])) == .on("now-42", .split))
        #expect(evaluate("plan", ["plan": "now"]).value == "now-42")
        #expect(evaluate("", [:]).error?.message.contains("The config names no key.") == true)
        let missing = evaluate("plan", [:])
        #expect(Answer(missing) == .off)
        #expect(
            missing.trace.contains { $0.explanation == "The key is missing." } == explains
        )
    }

    @Test(arguments: versions)
    func `what was built with a released version loads and decides`(version: String) throws {
        let header = Self.folder(of: version).appending(path: "novi_activation.h")
        try check(header: try String(contentsOf: header, encoding: .utf8), explains: true)
    }

    @Test func `a version means what it meant when it was released`() throws {
        let version = try #require(Self.versions.last)
        try #require(
            NOVI_INTERFACE_VERSION_TEXT == version,
            "freeze the new header"
        )
        let frozen = Self.folder(of: version).appending(path: "novi_activation.h")
        #expect(try Self.meaning(of: Self.header) == Self.meaning(of: frozen))
    }

    /// Each structure that ends with the member gets another one after it, or loses
    /// this one.
    private static func edited(
        _ edits: [(member: String, with: String)],
        version: UInt32
    ) throws -> String {
        var header = try String(contentsOf: header, encoding: .utf8)
        for (member, replacement) in edits {
            try #require(header.contains(member))
            header = header.replacing(member, with: replacement)
        }
        let text = "0.\(version & 0xFFFF)"
        return header.replacing(
            "VERSION 0x\(String(NOVI_INTERFACE_VERSION, radix: 16, padded: 8))u",
            with: "VERSION 0x\(String(version, radix: 16, padded: 8))u"
        ).replacing("\"\(NOVI_INTERFACE_VERSION_TEXT)\"", with: "\"\(text)\"")
    }

    private static let lastOfClass =
        "void (*explain)(void *instance, const novi_context *context, novi_error *text);"

    @Test func `what was built with a newer version loads and decides`() throws {
        let more = " uint64_t more[3];"
        let header = try Self.edited(
            [
                (Self.lastOfClass, "\(Self.lastOfClass)\(more)"),
                ("const novi_class *classes;", "const novi_class *classes;\(more)"),
                ("char *text;\n} novi_error;", "char *text;\(more)\n} novi_error;"),
            ],
            version: NOVI_INTERFACE_VERSION + 7
        )
        try check(header: header, explains: true)
    }

    @Test func `what was built with a smaller interface loads and decides`() throws {
        let header = try Self.edited(
            [
                (Self.lastOfClass, ""),
                ("    /// The host's own. A rule that keeps", "#if 0\n    ///"),
                ("    void *host_data;\n};\n\n// MARK: Host", "#endif\n};\n\n// MARK: Host"),
                ("    int64_t activation_id;\n", "    int64_t activation_id;\n#if 0\n"),
                ("    void *host_data;\n} novi_create_args;", "#endif\n} novi_create_args;"),
            ],
            version: NOVI_INTERFACE_VERSION - 1
        )
        try check(header: header, explains: false, "-DWITHOUT_EXPLAIN")
    }
}

extension String {
    /// A number in digits, with zeros before it.
    fileprivate init(_ number: UInt32, radix: Int, padded count: Int) {
        let digits = String(number, radix: radix)
        self = String(repeating: "0", count: count - digits.count) + digits
    }
}
