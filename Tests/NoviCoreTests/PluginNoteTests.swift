import CNovi
import NoviCore
import Testing

/// The text of a plugin's note.
struct PluginNoteTests {
    private static func text(_ members: String) -> [UInt8] {
        let interface = "\"interface\":\"\(NOVI_INTERFACE_VERSION_TEXT)\""
        return Array("{\"name\":\"staff\",\"version\":\"1.0.0\",\(interface)\(members)}".utf8)
    }

    private static let note = Result {
        try PluginNote(parsing: text(#","classes":["A","B"],"minimumHost":"0.5.0""#))
    }

    @Test func `the interface has one version, for compilers and for people`() {
        let (major, minor) = (NOVI_INTERFACE_VERSION >> 16, NOVI_INTERFACE_VERSION & 0xFFFF)
        #expect(NOVI_INTERFACE_VERSION_TEXT == "\(major).\(minor)")
    }

    @Test func `what is not known is passed over`() throws {
        let note = try PluginNote(
            parsing: Self.text(#","classes":[],"toolchain":"GCC 12","later":{"a":[1]},"x":null"#)
        )
        #expect(note.name == "staff")
        #expect(note.version == "1.0.0")
        #expect(note.interface == NOVI_INTERFACE_VERSION_TEXT)
        #expect(note.classes == [])
        #expect(note.toolchain == "GCC 12")
        #expect(note.minimumHost == nil)
    }

    @Test(
        arguments: [
            "", "x", "null", "[]", "\"text\"", "{}", "{\"name\":\"staff\"}", "{\"name\"",
            #"{"name":1,"version":"1","interface":"0.1","classes":[]}"#,
            #"{"name":"","version":"1","interface":"0.1","classes":[]}"#,
            #"{"name":"a","version":null,"interface":"0.1","classes":[]}"#,
            #"{"name":"a","version":"1","interface":0.1,"classes":[]}"#,
            #"{"name":"a","version":"1","interface":"0.1","classes":"A"}"#,
            #"{"name":"a","version":"1","interface":"0.1","classes":{"A":1}}"#,
            #"{"name":"a","version":"1","interface":"0.1","classes":[1]}"#,
            #"{"name":"a","version":"1","interface":"0.1","classes":["A-B"]}"#,
            #"{"name":"a","version":"1","interface":"0.1","classes":["A","A"]}"#,
            #"{"name":"a","version":"1","interface":"0.1","classes":[]} x"#,
        ].map { Array($0.utf8) } + [
            text(#","classes":[],"minimumHost":"new""#), text(#","classes":[],"minimumHost":5"#),
            text(#","classes":[],"toolchain":[]"#), text(",\"classes\":[],\"x\":\"\u{1}\""),
            text(",\"classes\":[]").dropLast() + Array(",\"x\":\"".utf8) + [0xFF, 0x22, 0x7D],
            text(",\"classes\":[],\"x\":\"\(String(repeating: "x", count: 1 << 16))\""),
            text(",\"classes\":[],\"x\":\(nested(20))"),
            text(",\"classes\":[],\"x\":\(nested(9999))"),
            text(",\"classes\":[\((0..<1025).map { "\"A\($0)\"" }.joined(separator: ","))]"),
        ]
    )
    func `a text that is no note is refused in one sentence`(text: [UInt8]) {
        let problem = #expect(throws: PluginProblem.self) { try PluginNote(parsing: text) }
        #expect(problem?.code == .badManifest)
        #expect(problem?.message.contains("\n") == false)
    }

    private static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    private static func description(
        _ name: String,
        _ version: String,
        _ interface: String,
        _ classes: [String]
    ) -> PluginDescription {
        PluginDescription(
            name: name,
            version: version,
            interface: interface,
            classes: classes.map {
                PluginDescription.Class(name: $0, summary: "", configSchema: "", traits: [])
            }
        )
    }

    @Test func `a plugin that says what its note says is the same`() throws {
        let same = Self.description("staff", "1.0.0", NOVI_INTERFACE_VERSION_TEXT, ["B", "A"])
        #expect(try Self.note.get().mismatch(with: same) == nil)
    }

    @Test(
        arguments: [
            (("guest", "1.0.0", "0.1", ["A", "B"]), "name", "'staff'", "'guest'"),
            (("staff", "1.0.1", "0.1", ["A", "B"]), "version", "'1.0.0'", "'1.0.1'"),
            (("staff", "1.0.0", "0.2", ["A", "B"]), "interface", "'0.1'", "'0.2'"),
            (("staff", "1.0.0", "0.1", ["A", "C"]), "classes", "'B'", "'C'"),
            (("staff", "1.0.0", "0.1", ["A"]), "classes", "'B'", "no other than these"),
            (("staff", "1.0.0", "0.1", []), "classes", "'A', 'B'", "none"),
        ] as [((String, String, String, [String]), String, String, String)]
    )
    func `what differs is named`(
        export: (String, String, String, [String]),
        member: String,
        expected: String,
        found: String
    ) throws {
        let description = Self.description(export.0, export.1, export.2, export.3)
        let problem = try Self.note.get().mismatch(with: description)
        #expect(problem?.code == .manifestMismatch)
        #expect(
            problem?.message == "Its note and what it exports differ in '\(member)': "
                + "the note says \(expected), the plugin \(found)."
        )
    }

    @Test(
        arguments: [
            ("0.5.0", nil), ("1.0.0", nil), ("0.4.9", .hostTooOld), ("0.5.0-beta", .hostTooOld),
        ] as [(String, PluginProblem.Code?)]
    )
    func `a host that is too old is refused`(version: String, code: PluginProblem.Code?) throws {
        let host = try #require(SemanticVersion(version))
        #expect(try Self.note.get().problem(onHost: host)?.code == code)
    }

    @Test func `another interface is refused before anything runs`() throws {
        var note = try Self.note.get()
        note.interface = "7.3"
        let host = try #require(SemanticVersion("0.5.0"))
        #expect(note.problem(onHost: host)?.code == .abiMismatch)
    }
}
