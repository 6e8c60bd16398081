import NoviActivation
import NoviCore
import Testing

/// What two processes tell each other about a plugin.
struct ProbeVerdictTests {
    private static let problem = PluginProblem(.declined, "It does not.", remedy: "Ask.")
    private static let description = PluginDescription(
        name: "näme\n",
        version: "1.2.3",
        interface: "0.1",
        classes: [
            .init(name: "A", summary: "", configSchema: "{}", traits: [.pure, .clock]),
            .init(name: "B", summary: "\"\u{0}", configSchema: "", traits: []),
        ]
    )

    @Test(arguments: [
        ProbeVerdict.valid(description, warnings: [problem, problem]),
        .valid(.init(name: "", version: "", interface: "", classes: []), warnings: []),
        .refused(problem), .fatal(problem),
    ])
    func `a verdict arrives as it was sent`(verdict: ProbeVerdict) throws {
        let text = verdict.json.jsonText
        #expect(ProbeVerdict(try JSONValue(parsing: text)) == verdict)
    }

    @Test(arguments: [
        "null", "{}", "[]", #"{"refused":{"code":"NO_SUCH_CODE","message":"","remedy":""}}"#,
        #"{"valid":{"name":"a","version":"1","interface":"0.1","classes":[{}]},"warnings":[]}"#,
        #"{"valid":{"name":"a","version":"1"}}"#,
    ])
    func `what is no verdict is none`(text: String) throws {
        #expect(ProbeVerdict(try JSONValue(parsing: text)) == nil)
    }
}
