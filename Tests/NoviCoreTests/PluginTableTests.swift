import NoviCore
import Testing

/// What a plugin says about itself, and whether the host believes it.
struct PluginTableTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func search(_ statements: String) throws -> ActivationCatalog {
        try folder.write(CPlugin.compile(CPlugin.description(statements)), to: "example.so")
        return folder.search()
    }

    /// Gives the class a name of many letters.
    private static func nameOf(_ count: Int) -> String {
        """
        static char letters[\(count)];
        memset(letters, 'R', sizeof letters);
        rules[0].name = (novi_string){letters, sizeof letters};
        """
    }

    /// Two classes of a later version of the interface.
    private static let wideClasses = """
        static struct { novi_class type; long more; } wide[2];
        plugin.classes = &wide[0].type;
        plugin.class_count = 2;
        plugin.class_stride = sizeof wide[0];
        for (int i = 0; i < 2; i++) wide[i].type = rules[i], wide[i].type.size = sizeof wide[0];
        """

    @Test(arguments: [
        ("plugin.size = 4;", "its description is smaller than its own version"),
        ("plugin.size = sizeof plugin - 1;", "its description has 55 bytes"),
        ("plugin.size = UINT32_MAX;", "its description has 4294967295 bytes"),
        ("plugin.name.data = 0;", "the plugin's name is null"),
        ("plugin.name.size = 5000;", "the plugin's name is null or longer than 4096 bytes"),
        ("plugin.name = (novi_string)TEXT(\"a\\xFF\");", "the plugin's name is not UTF-8"),
        ("plugin.version.data = 0;", "the plugin's version is null"),
        ("plugin.version = (novi_string)TEXT(\"\\xC3\");", "the plugin's version is not UTF-8"),
        ("plugin.class_count = 1025;", "it has 1025 classes"),
        ("plugin.class_count = UINT32_MAX;", "it has 4294967295 classes"),
        ("plugin.classes = 0;", "it has 1 classes"),
        ("plugin.classes = (void *)((char *)rules + 1);", "it has 1 classes"),
        ("plugin.class_stride = 0;", "0 bytes apart"),
        ("plugin.class_stride = offsetof(novi_class, explain) - 8;", "bytes apart"),
        ("plugin.class_stride = sizeof(novi_class) + 1;", "bytes apart"),
        ("plugin.class_stride = UINT32_MAX;", "4294967295 bytes apart"),
        ("rules[0].size = 0;", "a class has 0 bytes"),
        ("rules[0].size = offsetof(novi_class, explain) - 1;", "a class has"),
        ("rules[0].size = sizeof(novi_class) + 8;", "a class has"),
        ("rules[0].size = UINT32_MAX;", "a class has 4294967295 bytes"),
        ("rules[0].name.data = 0;", "a class's name is null"),
        ("rules[0].name.size = 0;", "the name of a class is ''"),
        ("rules[0].name = (novi_string)TEXT(\"1Rule\");", "the name of a class is '1Rule'"),
        ("rules[0].name = (novi_string)TEXT(\"a.Rule\");", "the name of a class is 'a.Rule'"),
        ("rules[0].name = (novi_string)TEXT(\"A rule\");", "the name of a class is 'A rule'"),
        ("rules[0].name = (novi_string)TEXT(\"R\\xC3\\xA9gle\");", "the name of a class is"),
        ("rules[0].name = (novi_string)TEXT(\"Rule\\0\");", "the name of a class is"),
        ("rules[0].name = (novi_string)TEXT(\"R\\xFF\");", "a class's name is not UTF-8"),
        (nameOf(256), "the name of a class is"),
        ("rules[0].summary = (novi_string){0, 1};", "a class's summary is null"),
        ("rules[0].config_schema = (novi_string){\"\", 1 << 21};", "a class's schema is null"),
        ("rules[0].create = 0;", "the class 'Rule' lacks a function"),
        ("rules[0].evaluate = 0;", "the class 'Rule' lacks a function"),
        ("rules[0].destroy = 0;", "the class 'Rule' lacks a function"),
        ("return (void *)((char *)&plugin + 1);", "its description is smaller"),
    ])
    func `a description that makes no sense is refused`(statements: String, reason: String) throws {
        let catalog = try search(statements)
        #expect(folder.files(of: catalog) == [.refused("example.so", .badTable)])
        #expect(catalog.files[0].problem?.message.contains(reason) == true)
        #expect(catalog.classes.isEmpty)
        #expect(catalog.explainsItself)
    }

    @Test(arguments: [
        "plugin.name.size = SIZE_MAX;", "plugin.version.size = SIZE_MAX;",
        "rules[0].name.size = SIZE_MAX;", "rules[0].summary.size = SIZE_MAX / 2 + 1;",
    ])
    func `a text of an absurd length is refused`(statements: String) async throws {
        try folder.write(CPlugin.compile(CPlugin.description(statements)), to: "example.so")
        await #expect(processExitsWith: .success) { [root = folder.path as String] in
            let catalog = PluginDiscovery.search([root], into: .init(), logger: .silent)
            #expect(catalog.files.map(\.problem?.code) == [.badTable])
        }
    }

    @Test func `what a plugin is called cannot make up lines or steer a terminal`() throws {
        let name = #"rules[0].name = (novi_string)TEXT("A\nB\x1B[2J");"#
        let message = try #require(try search(name).files[0].problem?.message)
        #expect(message.contains(#"the name of a class is 'A\x0AB\x1B[2J'"#))
    }

    @Test(arguments: [
        ("plugin.interface_version = 0x10000;", "1.0"),
        ("plugin.interface_version = 0x20003; plugin.size = 8;", "2.3"),
    ])
    func `another version of the interface is refused by its number`(
        statements: String,
        version: String
    ) throws {
        let catalog = try search(statements)
        #expect(folder.files(of: catalog) == [.refused("example.so", .abiMismatch)])
        let message = "It was built for version \(version) of the interface; this host speaks 0.1."
        #expect(catalog.files[0].problem?.message == message)
        #expect(catalog.explainsItself)
    }

    @Test func `a plugin may decline`() throws {
        let catalog = try search("return 0;")
        #expect(folder.files(of: catalog) == [.refused("example.so", .declined)])
        #expect(catalog.explainsItself)
    }

    @Test func `two classes with one name are refused`() throws {
        let catalog = try search("plugin.class_count = 2; rules[1].name = rules[0].name;")
        #expect(folder.files(of: catalog) == [.refused("example.so", .duplicateClass)])
        #expect(catalog.explainsItself)
    }

    @Test(arguments: [
        ("", ["Rule"]),
        ("plugin.class_count = 2;", ["Rule", "Other"]),
        ("plugin.class_count = 0; plugin.classes = 0; plugin.class_stride = 0;", []),
        ("plugin.size = sizeof plugin + 64;", ["Rule"]),
        ("plugin.interface_version = 2;", ["Rule"]),
        ("rules[0].size = offsetof(novi_class, explain);", ["Rule"]),
        ("plugin.name = (novi_string){0, 0}; plugin.version.size = 0;", ["Rule"]),
        ("rules[0].flags = UINT32_MAX;", ["Rule"]),
        ("rules[0].summary = (novi_string){0, 0};", ["Rule"]),
        (wideClasses, ["Rule", "Other"]),
        (nameOf(255), [String(repeating: "R", count: 255)]),
    ])
    func `a description that is larger or sparse is accepted`(
        statements: String,
        classes: [String]
    ) throws {
        let catalog = try search(statements)
        let names = classes.map { "novi_activations.example.\($0)" }
        #expect(catalog.files.map(\.state) == [.loaded])
        #expect(catalog.files.map(\.classes) == [names])
        for name in names {
            let row = Activation(id: 1, name: "row", className: name, config: "")
            #expect(Answer(catalog.evaluate(row, trace: true)) == .on)
        }
    }

    @Test func `a plugin without classes is shown with its name`() throws {
        #expect(try search("plugin.class_count = 0;").files.map(\.plugin) == ["example 1.2.3"])
    }

    @Test func `a class without explain explains nothing`() throws {
        let name = "novi_activations.example.Rule"
        let row = Activation(id: 1, name: "row", className: name, config: "")
        let step = try search("").evaluate(row, trace: true).trace.first
        #expect(step?.explanation == nil)
    }
}
