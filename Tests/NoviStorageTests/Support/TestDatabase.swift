import Foundation
import NoviCore
import NoviStorage
import TestSupport
import Testing

/// A database in a folder of its own, and another program that works on it.
struct TestDatabase {
    /// Where a database comes from.
    enum Origin: CaseIterable {
        /// From `schema.sql`.
        case novi
        /// From SQLAlchemy's statements: no change log, hardly any constraints.
        case python
    }

    let folder: TemporaryFolder
    let path: String
    /// Another process that works on the database.
    let python: OtherProgram

    /// A path at which there is nothing yet.
    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("flags.db")
        python = try OtherProgram(database: path)
    }

    /// A database with two flags, `a` and `b`, and two activations, both attached to `a`.
    init(_ origin: Origin) throws {
        try self.init()
        try python.execute((origin == .novi ? Self.noviSchema() : Self.pythonSchema) + Self.rows)
    }

    /// A copy of the database that Python novi made.
    static func original() throws -> TestDatabase {
        let database = try TestDatabase()
        let data = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Data/original.db")
        try FileManager.default.copyItem(at: data, to: URL(filePath: database.path))
        return database
    }

    /// Opens the database.
    func store(createTables: Bool = false) -> SQLiteFlagStore {
        SQLiteFlagStore(path, createTables: createTables)
    }

    /// Takes the right to write to the file and its folder from all but root.
    func forbidWriting() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        let folder = folder.url.path
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
    }

    /// Gives back the right to remove the folder.
    func allowWriting() {
        let folder = folder.url.path
        try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
    }

    /// The names in the folder, in order.
    var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() }
    }

    /// The bytes of the file.
    var bytes: Data {
        get throws { try Data(contentsOf: URL(filePath: path)) }
    }
}

extension TestDatabase {
    /// The text of `schema.sql`.
    static func noviSchema() throws -> String {
        try String(contentsOf: Repository.root.appending(path: "schema.sql"), encoding: .utf8)
    }

    /// What SQLAlchemy makes of the tables of Python novi.
    static let pythonSchema = """
        CREATE TABLE activations (
            id INTEGER NOT NULL, name VARCHAR NOT NULL, class_name VARCHAR NOT NULL,
            config VARCHAR, PRIMARY KEY (id)
        );
        CREATE TABLE flags (
            id INTEGER NOT NULL, name VARCHAR(30) NOT NULL, status BOOLEAN, PRIMARY KEY (id),
            UNIQUE (name)
        );
        CREATE TABLE flags_activations (
            flag_id INTEGER, activation_id INTEGER,
            FOREIGN KEY(flag_id) REFERENCES flags (id),
            FOREIGN KEY(activation_id) REFERENCES activations (id)
        );
        """

    static let rows = """
        INSERT INTO flags VALUES (1, 'a', 1), (2, 'b', 0);
        INSERT INTO activations VALUES (1, 'one', 'm.One', '{}'), (2, 'two', 'm.Two', '[]');
        INSERT INTO flags_activations VALUES (1, 2), (1, 1);
        """

    /// What ``rows`` are for Novi.
    static let flags = [
        Flag(
            id: 1,
            name: "a",
            status: true,
            activations: [
                Activation(id: 1, name: "one", className: "m.One", config: "{}"),
                Activation(id: 2, name: "two", className: "m.Two", config: "[]"),
            ]
        ),
        Flag(id: 2, name: "b", status: false),
    ]
}

/// Runs what must fail, and gives the sentence that it fails with.
func sentence(_ body: () async throws -> Void) async -> String {
    do {
        try await body()
        return "It did not fail."
    } catch {
        return "\(error)"
    }
}
