import CNovi
import NoviCore
import Testing

/// The note in a plugin's file.
struct LibraryNotesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let manifest = Array(
        #"{"name":"a","version":"1","interface":"0.1","classes":["Rule"]}"#.utf8
    )

    /// The bytes of a note; its sizes may be said to be others.
    private static func note(
        _ owner: String = "Novi\0",
        _ text: [UInt8] = manifest,
        type: UInt32 = 1,
        ownerSize: UInt32? = nil,
        textSize: UInt32? = nil
    ) -> [UInt8] {
        let sizes = [ownerSize ?? UInt32(owner.utf8.count), textSize ?? UInt32(text.count), type]
        let head = sizes.flatMap { size in
            (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
        }
        return head + padded(Array(owner.utf8)) + padded(text)
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + Array(repeating: 0, count: (4 - bytes.count % 4) % 4)
    }

    private func inspect(_ notes: [UInt8]) throws -> Result<LibraryFacts, PluginProblem> {
        try folder.inspect(CPlugin.withNotes(notes))
    }

    @Test(
        arguments: [
            ("ours", note()),
            ("ours with padding in it", note("Novi\0", padded(manifest + [0]))),
            ("behind another's", note("GNU\0", [1, 2, 3], type: 77) + note()),
            ("behind an empty one", note("", []) + note()),
            ("behind one of another type", note(type: 2) + note()),
            ("before a damaged one of another's", note() + note("GNU\0", [1], textSize: .max)),
            ("before another's with a long name", note() + note("GNU\0", [1], ownerSize: .max)),
            ("before a piece of one", note() + [1, 2, 3, 4, 5, 6, 7, 8]),
        ] as [(String, [UInt8])]
    )
    func `the note is found`(name: String, notes: [UInt8]) throws {
        #expect(try inspect(notes).get().note?.classes == ["Rule"], "\(name)")
    }

    @Test(
        arguments: [
            ("none", [0, 0, 0, 0]), ("another's", note("Nova\0")), ("another type", note(type: 2)),
            ("another's, damaged", note("GNU\0", [1], textSize: .max)),
            ("shorter owner", note("Novi")), ("longer owner", note("Novi\0\0")),
        ] as [(String, [UInt8])]
    )
    func `a plugin need not have one`(name: String, notes: [UInt8]) throws {
        #expect(try inspect(notes).get().note == nil, "\(name)")
    }

    @Test(
        arguments: [
            ("two", note() + note()),
            ("endless owner", note(ownerSize: .max)),
            ("endless text", note(textSize: .max)),
            ("text at the end of numbers", note(textSize: .max - 3)),
            ("both endless", note(ownerSize: .max, textSize: .max)),
            ("text beyond the notes", note(textSize: 4096)),
            ("hidden by another's", note("GNU\0", [1], textSize: .max) + note()),
            ("cut", Array(note().prefix(24))),
        ] as [(String, [UInt8])]
    )
    func `a note that does not fit is damaged`(name: String, notes: [UInt8]) throws {
        let result = try inspect(notes)
        #expect(result.code == .badNote, "\(name)")
    }

    @Test(arguments: [8, 16, 48] as [Int])
    func `a note that begins anywhere is damaged`(field: Int) throws {
        var library = EditableLibrary(bytes: try CPlugin.rich.get())
        let segments = (0..<Int(library.number(at: 56, 2))).map { 64 + 56 * $0 }
        for segment in segments where library.number(at: segment, 4) == 4 {
            library.set(segment + field, 8, to: library.number(at: segment + field, 8) + 1)
        }
        let code = try folder.inspect(library.bytes).code
        #expect(code == .badNote || code == .corruptELF)
    }

    @Test(
        arguments: [
            [], [0x7B], [0xFF, 0xFF], Array("[1]".utf8), Array("{}".utf8), manifest + [0, 0x20],
            Array(repeating: UInt8(ascii: "["), count: 60_000),
            Array(repeating: UInt8(ascii: " "), count: 70_000),
        ] as [[UInt8]]
    )
    func `a note that makes no sense is refused`(text: [UInt8]) throws {
        #expect(try inspect(Self.note("Novi\0", text)).code == .badManifest)
    }

    @Test func `a note of many megabytes is not read`() throws {
        let bytes = try CPlugin.compile(
            CPlugin.description("")
                + """

                static const struct { uint32_t sizes[3]; char owner[8]; char text[10 << 20]; } huge
                __attribute__((used, section(".note.novi"), aligned(4))) =
                    {{5, 10 << 20, 1}, "Novi", "{}"};
                """
        )
        #expect(try folder.inspect(bytes).code == .badNote)
    }

    private static let flags = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-shared"]
    private static let small = ["-O2", "-fdata-sections", "-Wl,--gc-sections", "-s"]
    private static let compilers = [
        ["gcc", "-std=c11"], ["clang", "-std=c11"], ["g++", "-std=c++17"],
        ["clang++", "-std=c++17"],
    ]

    @Test(arguments: compilers, [["-O0"], small])
    func `the macro makes it with any compiler`(compiler: [String], options: [String]) throws {
        let source = """
            #include "novi_activation.h"
            #define PLUGIN_VERSION "1.2.3"
            NOVI_NOTE_FOR_HOST("0.5.0", "a \\"staff\\" \\\\", PLUGIN_VERSION, "First", "Second");
            const novi_plugin *novi_plugin_v1(const novi_host *host) { (void)host; return NULL; }
            """
        guard compiler.isInstalled else { return }
        let bytes = try CPlugin.compile(source, with: compiler + Self.flags + options)
        let note = try #require(try folder.inspect(bytes).get().note)
        #expect(note.name == #"a "staff" \"#)
        #expect(note.version == "1.2.3")
        #expect(note.interface == NOVI_INTERFACE_VERSION_TEXT)
        #expect(note.classes == ["First", "Second"])
        #expect(note.minimumHost == SemanticVersion("0.5.0"))
        #expect(note.toolchain?.hasPrefix(compiler[0].hasPrefix("g") ? "GCC " : "Clang ") == true)
    }
}

extension [String] {
    /// Whether the command can be run here.
    fileprivate var isInstalled: Bool {
        (try? CPlugin.compile("int x;", with: self + ["-shared"])) != nil
    }
}
