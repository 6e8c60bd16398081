import NoviAuthoring
import Testing

struct PluginNameTests {
    @Test(
        arguments: [
            ("geo_fence", "GeoFenceActivation"), ("staff", "StaffActivation"),
            ("staff_activation", "StaffActivation"), ("GeoFence", "GeoFenceActivation"),
            ("geo__fence_2", "GeoFence2Activation"), ("_2", "_2Activation"),
            ("__", "RuleActivation"),
            ("base_activation", "BaseRuleActivation"), ("lib", "LibActivation"),
        ]
    )
    func `the class is named after the module`(module: String, className: String) throws {
        for language in PluginLanguage.allCases {
            #expect(try PluginName(module, in: language).className == className)
        }
    }

    @Test(
        arguments: [
            ("", "my_rule"), ("geo-fence", "geo_fence"), ("2fast", "_2fast"), ("a/b", "a_b"),
            ("../x", "___x"), ("größe", "gr____e"),
        ]
    )
    func `what cannot name a module gets a proposal`(name: String, proposal: String) {
        #expect(throws: AuthoringError.illegalName(name, proposal: proposal)) {
            try PluginName(name, in: .c)
        }
    }

    @Test func `what has no room in a file's name is cut`() {
        let name = String(repeating: "a", count: 201)
        #expect(throws: AuthoringError.longName(proposal: String(name.dropLast()), limit: 200)) {
            try PluginName(name, in: .c)
        }
    }

    @Test(
        arguments: [
            ("class", PluginLanguage.swift), ("NoviActivation", .swift), ("match", .rust),
            ("std", .rust),
        ]
    )
    func `what means something to the language is refused`(
        name: String,
        language: PluginLanguage
    ) throws {
        #expect(throws: AuthoringError.reservedName(name, language, proposal: "\(name)_rule")) {
            try PluginName(name, in: language)
        }
        #expect(try PluginName(name, in: .c).module == name)
    }
}
