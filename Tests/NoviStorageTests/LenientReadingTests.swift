import NoviCore
import NoviStorage
import Testing

/// What a database may hold that Novi's schema would refuse.
struct LenientReadingTests {
    private func load(_ sql: String) async throws -> FlagSet {
        let database = try TestDatabase(.python)
        try database.python.execute(sql)
        return try await database.store().load()
    }

    @Test func `a link that is there twice counts once`() async throws {
        let flags = try await load("INSERT INTO flags_activations VALUES (1, 2), (1, 2)")
        #expect(flags.rows[0].activationIDs == [1, 2])
        #expect(flags.oddities == ["Flag 1 has 3 links to activation 2."])
    }

    @Test func `a link to nothing is left out`() async throws {
        let flags = try await load(
            "INSERT INTO flags_activations VALUES (2, 9), (7, 1), (NULL, 2), (2, NULL), (NULL, NULL)"
        )
        #expect(flags.flags == TestDatabase.flags)
        #expect(
            flags.oddities == [
                "A link of flag 2 names no activation.",
                "Flag 7, which has links, does not exist.",
                "A link to activation 2 names no flag.",
                "A link to nothing names no flag.",
                "Flag 2 is linked to activation 9, which does not exist.",
            ]
        )
    }

    @Test func `a link that is no whole number is left out`() async throws {
        let flags = try await load(
            "INSERT INTO flags_activations VALUES (2, 1.5), (1.5, 1), ('x', 2), (2, 9223372036854775808)"
        )
        #expect(flags.flags == TestDatabase.flags)
        #expect(flags.oddities.count == 4)
    }

    @Test func `rows without an id are left out`() async throws {
        let flags = try await load(
            """
            ALTER TABLE flags RENAME TO old;
            CREATE TABLE flags (id INT PRIMARY KEY, name VARCHAR, status BOOLEAN);
            INSERT INTO flags SELECT * FROM old;
            INSERT INTO flags VALUES (NULL, 'nobody', 1)
            """
        )
        #expect(flags.flags == TestDatabase.flags)
        #expect(flags.oddities == ["A flag whose id is no whole number is left out."])
    }

    @Test func `a missing config is empty text`() async throws {
        let flags = try await load("UPDATE activations SET config = NULL WHERE id = 2")
        #expect(flags.activations[2]?.config == "")
        #expect(flags.oddities == ["The config of activation 2 is missing and read as empty text."])
    }

    @Test(arguments: [
        ("NULL", false), ("'true'", true), ("'False'", false), ("2", true), ("0.5", true),
        ("x'01'", false),
    ])
    func `a status may be anything`(_ stored: String, _ status: Bool) async throws {
        let flags = try await load("UPDATE flags SET status = \(stored) WHERE id = 2")
        #expect(flags.rows[1].status == status)
        let end = ", not 0 or 1, and read as \(status ? "on" : "off")."
        #expect(flags.oddities.count == 1)
        #expect(flags.oddities[0].hasPrefix("The status of flag 2 is "))
        #expect(flags.oddities[0].hasSuffix(end))
    }

    @Test func `text that is not UTF-8 is repaired`() async throws {
        let flags = try await load("UPDATE flags SET name = CAST(x'61FF62' AS TEXT) WHERE id = 2")
        #expect(flags.rows[1].name == "a\u{FFFD}b")
        #expect(flags.oddities == ["The name of flag 2 is not UTF-8; what is not is replaced."])
    }

    @Test func `text goes on behind a zero byte`() async throws {
        let flags = try await load("UPDATE flags SET name = 'a' || char(0) || 'b' WHERE id = 2")
        #expect(flags.rows[1].name == "a\0b")
    }

    @Test func `names differ as soon as their bytes do`() async throws {
        let flags = try await load(
            "INSERT INTO flags VALUES (3, 'caf' || char(233), 1), (4, 'cafe' || char(769), 0)"
        )
        #expect(flags.rows[2].name.unicodeScalars.count == 4)
        #expect(flags.rows[3].name.unicodeScalars.count == 5)
    }

    @Test func `an oddity ends when its row is put right`() async throws {
        let database = try TestDatabase(.novi)
        try database.python.execute("INSERT INTO flags_activations VALUES (2, 9)")
        let store = database.store()
        let sentence = "Flag 2 is linked to activation 9, which does not exist."
        #expect(try await store.load().oddities == [sentence])
        try database.python.execute("UPDATE flags SET status = 1")
        #expect(try await store.load().oddities == [sentence])
        let activation = Activation(id: 9, name: "nine", className: "m.Nine", config: "")
        let flags = try await store.write([.putActivation(activation)])
        #expect(flags.oddities == [])
        #expect(flags.flags[1].activations == [activation])
    }
}
