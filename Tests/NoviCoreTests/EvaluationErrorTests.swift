import CNovi
import NoviCore
import Testing

/// What becomes of the failures that plugins report.
struct EvaluationErrorTests {
    private let rules: RulePlugin

    init() throws { rules = try RulePlugin() }

    private func evaluate(_ config: String) -> Answer {
        Answer(rules.catalog.evaluate(.rule(7, config)))
    }

    @Test(arguments: [
        (NOVI_ERROR_GENERAL, EvaluationError.Code.general),
        (NOVI_ERROR_PARSE, .parseError),
        (NOVI_ERROR_TARGETING_KEY_MISSING, .targetingKeyMissing),
        (NOVI_ERROR_INVALID_CONTEXT, .invalidContext),
        (NOVI_ERROR_TYPE_MISMATCH, .typeMismatch),
        (NOVI_ERROR_FLAG_NOT_FOUND, .flagNotFound),
        (NOVI_ERROR_NOT_READY, .providerNotReady),
        (NOVI_ERROR_FATAL, .providerFatal),
        (NOVI_ERROR_CONFIG, .general),
        (NOVI_ERROR_UNSUPPORTED, .general),
        (NOVI_ERROR_NO_MEMORY, .general),
        (-999, .general),
        (Int(Int32.min), .general),
    ])
    func `a status below zero is its code`(status: Int, code: EvaluationError.Code) {
        let expected = Answer.error(code, "Activation 7 'rule 7': h\u{E9}las")
        #expect(evaluate("status \(status) h\u{E9}las") == expected)
        #expect(evaluate("built \(status) h\u{E9}las") == expected)
    }

    @Test(arguments: ["status -3", "built -3", "nowhere -3"])
    func `a failure without a message says so`(config: String) {
        let message = "Activation 7 'rule 7': failed (-3) and did not say why."
        #expect(evaluate(config) == .error(.targetingKeyMissing, message))
    }

    @Test(arguments: [3, 77, Int32.max])
    func `a status that is no decision is the plugin's failure`(status: Int32) {
        let message = "Activation 7 'rule 7' returned \(status), which is no decision; "
        #expect(
            evaluate("status \(status) ignored")
                == .error(.general, message + "its plugin must be mended.")
        )
    }

    @Test(arguments: [
        ("refuse -1 Write on.", EvaluationError.Code.general, "Write on."),
        ("refuse -16 Write on.", .general, "Write on."),
        ("refuse -2 Write on.", .parseError, "Write on."),
        ("refuse -999 Write on.", .general, "Write on."),
        ("refuse 77 Write on.", .general, "Write on."),
        ("refuse -7", .providerNotReady, "The plugin failed (-7) and did not say why."),
        ("mumble", .general, "a\u{FFFD}"),
        ("odd", .general, "The plugin failed (5) and did not say why."),
        ("empty", .general, "The plugin said that it made an instance, but gave none."),
    ])
    func `an activation that could not be made fails each time`(
        config: String,
        code: EvaluationError.Code,
        message: String
    ) {
        #expect(evaluate(config) == .error(code, "Activation 7 'rule 7': \(message)"))
        #expect(rules[.created] == rules[.destroyed])
    }

    @Test func `a plugin that claims more text than fits reads no memory of others`() throws {
        let message = try #require(evaluate("boast").error?.message)
        #expect(message.utf8.count < 8 * 1024)
    }

    @Test func `a config beyond 1 MiB reaches no plugin`() {
        let message = "Activation 7 'rule 7': The config is larger than 1 MiB, "
        let config = "on " + String(repeating: "x", count: (1 << 20) - 2)
        #expect(evaluate(config) == .error(.general, message + "which no plugin is given."))
        #expect(evaluate(String(config.dropLast())) == .on)
    }

    @Test func `a config arrives byte for byte, zeros among them`() throws {
        let create = #"""
            static const char expected[] = "a\0b\xC3\xA9\n\0";
            if (args->config.size != sizeof expected - 1) return NOVI_ERROR_CONFIG;
            if (memcmp(args->config.data, expected, sizeof expected - 1)) return NOVI_ERROR_CONFIG;
            *made = &instance;
            """#
        let source = CPlugin.description("").replacing("*made = &instance;", with: create)
        let folder = try TemporaryFolder()
        try folder.write(CPlugin.compile(source), to: "exact.so")
        let catalog = folder.search()
        for (config, isExact) in [("a\0b\u{E9}\n\0", true), ("a\0b\u{E9}\n", false)] {
            let row = Activation(
                id: 1,
                name: "exact",
                className: "novi_activations.exact.Rule",
                config: config
            )
            #expect((Answer(catalog.evaluate(row)) == .on) == isExact)
        }
    }

    @Test func `a class that is not registered fails and is never skipped`() throws {
        let missing = Activation(id: 7, name: "gone", className: "shop.Gone", config: "")
        let evaluation = rules.catalog.evaluate(.rule(1, "on"), missing, default: true)
        let error = try #require(evaluation.error)
        let start = "Activation 7 'gone': The class 'shop.Gone' is not registered: no plugin"
        #expect(error.message.hasPrefix(start))
        #expect(Answer(evaluation) == .error(.general, error.message, isOn: true))
        #expect(Answer(rules.catalog.evaluate(missing, .rule(8, "off"))) == .off)
    }

    @Test func `a class is told for whom it makes an instance`() {
        let name = "novi_activations.rules.Rule|rule 7|7"
        #expect(evaluate("identity") == .on(name))
    }
}
