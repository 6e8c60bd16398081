import Foundation
import NoviClient
import TestSupport
import Testing

/// What the original decided with a database that it made.
struct FlagVectorTests {
    private static func vectors() throws -> JSONValue {
        let data = try Data(contentsOf: TestData.url("flags.json"))
        return try data.withUnsafeBytes { try JSONValue(parsing: $0) }
    }

    private static func client(in folder: TemporaryFolder) async throws -> DbClient {
        let database = try folder.copy(TestData.url("original.db"), to: "original.db")
        let client = DbClient(database: database, activations: [Repository.activations])
        try await client.load()
        return client
    }

    @Test func `all decisions on the original's database are those of the original`() async throws {
        let folder = try TemporaryFolder()
        let client = try await Self.client(in: folder)
        let checks = try #require(Self.vectors()["is_enabled"]?.array)
        #expect(checks.count == 2000)
        for check in checks {
            let flag = try #require(check["flag"]?.string)
            let context = try #require(check["context"]?.object).map { ($0.key, $0.value) }
            let evaluation = client.evaluate(flag, context: EvaluationContext(context))
            #expect(evaluation.isOn == check["result"]?.boolean, "\(check)")
            #expect(evaluation.error == nil, "\(check)")
        }
    }

    @Test func `the flags are those of the original's body`() async throws {
        let folder = try TemporaryFolder()
        let client = try await Self.client(in: folder)
        let body = try #require(Self.vectors()["get_flags_body"]?.string)
        #expect(JSONValue.array(client.flags().map(\.json)) == (try JSONValue(parsing: body)))
    }

    @Test func `reading leaves the original's database as it was`() async throws {
        let folder = try TemporaryFolder()
        _ = try await Self.client(in: folder)
        #expect(
            try Data(contentsOf: folder.url.appending(path: "original.db"))
                == Data(contentsOf: TestData.url("original.db"))
        )
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 1)
    }
}
