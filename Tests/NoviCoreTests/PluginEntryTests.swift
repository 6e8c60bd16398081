import NoviCore
import Testing

/// Whether a library exports the entry is known before anything of it runs.
struct PluginEntryTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func inspect(_ source: String) throws -> Result<LibraryFacts, PluginProblem> {
        try folder.inspect(CPlugin.compile(source))
    }

    @Test(arguments: [
        "void other(void) {}",
        "void novi_plugin_v2(void) {}",
        "void xnovi_plugin_v1(void) {}",
        "void novi_plugin_v10(void) {}",
        "static void __attribute__((used)) novi_plugin_v1(void) {}",
        "__attribute__((visibility(\"hidden\"))) void novi_plugin_v1(void) {}",
        "void novi_plugin_v1(void); void other(void) { novi_plugin_v1(); }",
    ])
    func `a library that does not export it is no plugin`(source: String) throws {
        #expect(try inspect(source).code == .noEntry)
    }

    @Test(arguments: [
        "int novi_plugin_v1 = 1; void other(void) {}",
        "__thread int novi_plugin_v1; void other(void) {}",
        "static void other(void) {} static void (*choose(void))(void) { return other; } "
            + "void novi_plugin_v1(void) __attribute__((ifunc(\"choose\")));",
    ])
    func `what is not a function is not called`(source: String) throws {
        let result = try inspect(source)
        #expect(result.code == .noEntry)
        if case .failure(let problem) = result {
            #expect(problem.message == "What it exports as 'novi_plugin_v1' is not a function.")
        }
    }

    @Test func `entries of all versions are found`() throws {
        let source = "void novi_plugin_v2(void) {} void novi_plugin_v1(void) {}"
        #expect(try inspect(source).get().entries == ["novi_plugin_v1", "novi_plugin_v2"])
    }

    @Test func `the entry is found among many symbols, whose names end like it`() throws {
        let others = (0..<5000).map { "void f\($0)_novi_plugin_v1(void) {}\n" }.joined()
        let facts = try inspect(others + "void novi_plugin_v1(void) {}").get()
        #expect(facts.entries == ["novi_plugin_v1"])
    }

    @Test(arguments: ["gnu", "sysv", "both"])
    func `either kind of hash table will do`(style: String) throws {
        let command = ["cc", "-shared", "-Wl,--hash-style=\(style)"]
        let bytes = try CPlugin.compile("void novi_plugin_v1(void) {}", with: command)
        #expect(try folder.inspect(bytes).get().entries == ["novi_plugin_v1"])
    }
}
