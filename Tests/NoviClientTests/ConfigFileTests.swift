import Foundation
import NoviClient
import TestSupport
import Testing

/// What is expected here is what ConfigParser of Python 3.11 does.
struct ConfigFileTests {
    private func value(_ lines: String, _ key: String = "key") throws -> String? {
        try ConfigFile("[s]\n" + lines, file: "novi.ini").value("s", key)
    }

    private func failure(_ text: String) throws -> String {
        let error = #expect(throws: ConfigFileError.self) {
            let file = try ConfigFile(text, file: "novi.ini")
            for section in file.sections { _ = try file.entries(of: section) }
        }
        return try #require(error).description
    }

    @Test(arguments: [
        ("key=value", "value"),
        ("key = value", "value"),
        ("key:value", "value"),
        ("key \t:\u{A0} value \u{3000}", "value"),
        ("KEY = Value", "Value"),
        ("key = a = b : c", "a = b : c"),
        ("key : a = b", "a = b"),
        ("key =", ""),
        ("key = value ; no comment", "value ; no comment"),
        ("key = # no comment", "# no comment"),
        ("  key = value", "value"),
        ("key = =\u{338}", "=\u{338}"),
        ("key =\u{338}", "\u{338}"),
        ("key = one\r\nother = two", "one"),
        ("key = one\rother = two", "one"),
    ])
    func `a value is what stands behind the first separator`(
        _ lines: String,
        _ expected: String
    ) throws {
        let value = try #require(try value(lines))
        #expect(Array(value.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test(arguments: [
        ("key = a\n b\n\tc", "a\nb\nc"),
        ("key =\n a", "\na"),
        ("key = a\n\n b", "a\n\nb"),
        ("key = a\n\n\nother = b", "a"),
        ("key = a\n # comment\n b", "a\nb"),
        ("key = a\n# comment\n b", "a\nb"),
        ("key = a\n [no section]\n no = key", "a\n[no section]\nno = key"),
        ("key = a\r\r\n b", "a\n\nb"),
        ("  other = a\n  key = b\n   c", "b\nc"),
    ])
    func `a value goes on in lines that are indented`(_ lines: String, _ expected: String) throws {
        #expect(try value(lines) == expected)
    }

    @Test(arguments: [
        ("key = %(a)s/%(A)s\na = x", "x/x"),
        ("key = 100 %%", "100 %"),
        ("key = %(a)s\na = %(b)s%%\nb = %%(c)s", "%(c)s%"),
        ("key = %(a b)s\na b = x", "x"),
        ("key = %(a\n b)s\na\tb = x", nil),
    ])
    func `a reference is replaced by a value`(_ lines: String, _ expected: String?) throws {
        guard let expected else {
            #expect(throws: ConfigFileError.self) { try value(lines) }
            return
        }
        #expect(try value(lines) == expected)
    }

    @Test func `ten references may lead from one to the next`() throws {
        let chain = (1..<10).map { "k\($0) = %(k\($0 + 1))s\n" }.joined()
        #expect(try value("key = %(k1)s\n" + chain + "k10 = end") == "end")
        #expect(throws: ConfigFileError.self) {
            try value("key = %(k1)s\n" + chain + "k10 = %(k11)s\nk11 = end")
        }
    }

    @Test func `DEFAULT gives its keys to all sections`() throws {
        let file = try ConfigFile(
            """
            [a]
            own = %(shared)s
            [DEFAULT]
            shared = 1
            [b]
            shared = 2
            copy = %(shared)s
            [DEFAULT]
            more = 3
            """,
            file: "novi.ini"
        )
        #expect(file.sections == ["a", "b"])
        #expect(try file.value("a", "own") == "1")
        #expect(try file.value("a", "SHARED") == "1")
        #expect(try file.value("b", "copy") == "2")
        #expect(try file.value("b", "more") == "3")
        #expect(try file.value("c", "shared") == nil)
        #expect(file.keys(of: "a") == ["own"])
        #expect(file.keys(of: "b") == ["shared", "copy"])
    }

    @Test func `sections are compared as they are`() throws {
        let file = try ConfigFile(
            "[a]\nk = 1\n[A]\nk = 2\n[ a ]\nk = 3\n[x]y]\nk = 4\n[é] rest\nk = 5\n[e\u{301}]\nk = 6",
            file: "novi.ini"
        )
        #expect(file.sections.count == 6)
        for (index, section) in ["a", "A", " a ", "x]y", "é", "e\u{301}"].enumerated() {
            #expect(try file.value(section, "k") == "\(index + 1)")
        }
    }

    @Test func `entries keep the case of their keys`() throws {
        let file = try ConfigFile(
            "[aliases]\nold.Name = new.Name\nB = %(old.name)s\n[DEFAULT]\nshared = 1",
            file: "novi.ini"
        )
        #expect(
            try file.entries(of: "aliases") == ["old.Name": "new.Name", "B": "new.Name"]
        )
        #expect(try file.entries(of: "none") == [:])
    }

    @Test(arguments: [
        ("1", true), ("yes", true), ("TRUE", true), ("On", true),
        ("0", false), ("no", false), ("False", false), ("oFF", false),
    ])
    func `some words say yes or no`(_ word: String, _ expected: Bool) throws {
        let file = try ConfigFile("[s]\nkey = \(word)", file: "novi.ini")
        #expect(try file.boolean("s", "key") == expected)
        #expect(try file.boolean("s", "other") == nil)
    }

    @Test func `other words say neither`() throws {
        let file = try ConfigFile("[s]\nkey = secret", file: "novi.ini")
        let error = #expect(throws: ConfigFileError.self) { try file.boolean("s", "key") }
        #expect(
            error?.description == "The value of 'key' in section 's' of 'novi.ini' is no yes or "
                + "no; write True or False."
        )
    }

    @Test(arguments: [
        ("key = 1", "Line 1 of 'novi.ini' stands before any section; write one above it."),
        ("\n[s]\nkey", "Line 3 of 'novi.ini' is no key with a value; write 'key = value'."),
        ("[]\n", "Line 1 of 'novi.ini' stands before any section; write one above it."),
        ("[s]\n= 1", "Line 2 of 'novi.ini' has a value without a key; write 'key = value'."),
        ("[s]\n\n[s]", "Line 3 of 'novi.ini' repeats the section 's'; put both into one."),
        ("[s]\nKey = 1\nkey = 2", "Line 3 of 'novi.ini' repeats the key 'key'; remove one."),
        ("[s]\na = %", "Line 2 of 'novi.ini' has a lone percent sign; write %% for it."),
        ("[s]\na = %(b)", "Line 2 of 'novi.ini' has a lone percent sign; write %% for it."),
        ("[s]\na = %()s", "Line 2 of 'novi.ini' has a lone percent sign; write %% for it."),
        ("[s]\na = %(b)s", "Line 2 of 'novi.ini' refers to 'b', which is not there; add it."),
        (
            "[s]\na = 1\n b\nc = %(c)s",
            "Line 4 of 'novi.ini' refers to itself, or to too many others in turn; write it out."
        ),
    ])
    func `what is refused is named with its line`(_ text: String, _ expected: String) throws {
        #expect(try failure(text) == expected)
    }

    @Test func `a file that cannot be read is named`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        let missing = #expect(throws: ConfigFileError.self) { try ConfigFile(path: path) }
        #expect(missing?.description == "'\(path)' cannot be read; correct the path.")
        try Data([0x5B, 0xFF, 0x5D]).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let broken = #expect(throws: ConfigFileError.self) { try ConfigFile(path: path) }
        #expect(broken?.description == "'\(path)' is not UTF-8; save it as that.")
    }

    @Test func `the sample has every key, and each is understood`() throws {
        let sample = Repository.root.appending(path: "novi.ini").path
        let text = try String(contentsOfFile: sample, encoding: .utf8)
            .replacing(/(?m)^# (?=\[|[a-z_.]+ = )/, with: "")
        let file = try ConfigFile(text, file: sample)
        for (section, keys) in NoviConfiguration.known {
            #expect(Set(file.keys(of: section)) == Set(keys), "[\(section)]")
        }
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "novi.ini")
        #expect(try NoviConfiguration.load(file: path, environment: [:]).unknown == nil)
    }

    @Test func `a file that others could change is refused where permissions are enforced`() throws
    {
        let folder = try TemporaryFolder()
        let path = try folder.write("[plugins]\npermissions = off\n", to: "novi.ini")
        let enforce = ["NOVI_PLUGINS_PERMISSIONS": "enforce"]
        #expect(throws: Never.self) {
            try NoviConfiguration.load(file: path, environment: enforce)
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
        let error = #expect(throws: ConfigFileError.self) {
            try NoviConfiguration.load(file: path, environment: enforce)
        }
        #expect(error?.description.contains("may be written by others (mode 666)") == true)
        let warn = ["NOVI_PLUGINS_PERMISSIONS": "warn"]
        #expect(throws: Never.self) { try NoviConfiguration.load(file: path, environment: warn) }
    }
}
