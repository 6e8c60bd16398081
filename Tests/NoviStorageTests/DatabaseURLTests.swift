import NoviCore
import NoviStorage
import Testing

struct DatabaseURLTests {
    @Test(arguments: ["sqlite://", "sqlite:///", "sqlite:///:memory:", ":memory:"])
    func `is in memory`(_ url: String) throws {
        #expect(try DatabaseURL(url).location == .memory)
    }

    @Test(arguments: [
        ("sqlite:///f.db", "f.db"),
        ("sqlite:////var/f.db", "/var/f.db"),
        ("sqlite+pysqlite:///f.db", "f.db"),
        ("sqlite:///a/../ü f.db", "a/../ü f.db"),
        ("sqlite:///50%20.db", "50%20.db"),
        ("sqlite:///f.db?timeout=3", "f.db"),
        ("sqlite:///file:f.db?mode=ro&uri=true", "f.db"),
        ("sqlite:///file:f.db", "./file:f.db"),
        ("/var/f.db", "/var/f.db"),
        ("f.db", "f.db"),
        ("what?.db", "what?.db"),
    ])
    func `is a file`(_ url: String, _ path: String) throws {
        #expect(try DatabaseURL(url).location == .file(path))
    }

    @Test func `may be read-only`() throws {
        #expect(try DatabaseURL("sqlite:///file:f.db?mode=ro&uri=true").isReadOnly)
        #expect(try DatabaseURL("sqlite:///f.db?mode=ro").isReadOnly)
        #expect(try !DatabaseURL("sqlite:///f.db").isReadOnly)
    }

    @Test(arguments: [
        "postgresql://user:secret@host/flags", "mysql+pymysql://user:secret@host/flags",
        "user:secret://host", "sqlite://user:secret@host/f.db", "sqlite:f.db", "",
    ])
    func `is refused in one sentence without the password`(_ url: String) async throws {
        let sentence = await sentence { _ = try DatabaseURL(url) }
        #expect(sentence.hasSuffix("; write a path, or sqlite:///FILE, or sqlite:////FOLDER/FILE."))
        #expect(!sentence.contains("secret"))
    }

    @Test func `names the scheme that it does not know`() async throws {
        let sentence = await sentence { _ = try DatabaseURL("postgresql://u:p@h/d") }
        #expect(sentence.hasPrefix("Novi opens no databases by the scheme 'postgresql';"))
    }
}
