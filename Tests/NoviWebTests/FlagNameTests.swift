import Hummingbird
import HummingbirdTesting
import NoviClient
import Testing

/// What stands behind `/flags/` on the wire, and which flag it names.
private let names: [(path: String, name: String)] = [
    ("new%20checkout", "new checkout"),
    ("a%2Fb", "a/b"), ("a%2fb", "a/b"), ("a/b", "a/b"), ("a//b", "a//b"),
    ("", ""), ("/", "/"), ("/a", "/a"), ("a/", "a/"),
    ("..", ".."), ("a/../b", "a/../b"), (".", "."), ("a;b=c", "a;b=c"),
    ("14%25", "14%"), ("100%", "100%"), ("14%%20discount", "14% discount"),
    ("%4", "%4"), ("%+1", "%+1"), ("%-0", "%-0"), ("%zz", "%zz"), ("%%41", "%A"),
    ("50%2520off", "50%20off"), ("%2525", "%25"),
    ("a+b", "a+b"), ("a%2Bb", "a+b"), ("a%3Fb%23c", "a?b#c"), ("a?trace=true", "a"), ("a#b", "a#b"),
    ("%22it's%22", "\"it's\""), ("%5C%0A", "\\\n"), ("%00", "\0"),
    ("%E6%97%A5%E6%9C%AC", "日本"), ("%F0%9F%9A%80", "🚀"),
    ("%C3%A9", "\u{E9}"), ("e%CC%81", "e\u{301}"), ("%CC%88x", "\u{308}x"),
    ("%FF", "%FF"), ("%C3", "%C3"), ("A", "A"), ("a", "a"),
]

struct FlagNameTests {
    /// A flag for every name; names are told apart by their bytes, which Swift strings are not.
    private func client() async throws -> InMemoryClient {
        let distinct = Set(names.map { Array($0.name.utf8) })
        let flags = distinct.enumerated().map { id, name in
            Flag(id: Int64(id), name: String(decoding: name, as: UTF8.self), status: true)
        }
        return try await InMemoryClient.ready(flags)
    }

    @Test(arguments: names)
    func `a name is what follows in the path, decoded once`(
        path: String,
        name: String
    ) async throws {
        let client = try await client()
        let stored = try await ask(client, .get, "/flags/\(path)", over: .live).answer
        #expect(stored.json["name"] == .string(name))
        let evaluated = try await ask(client, .post, "/evaluatedFlags/\(path)", over: .live).answer
        #expect(evaluated == stored)
    }

    @Test func `a name that no flag has is not found`() async throws {
        let client = try await Shop.client()
        let message = "There is no flag 'Banner \"%'; GET /flags lists those that there are."
        for (method, path) in [(HTTPRequest.Method.get, "/flags"), (.post, "/evaluatedFlags")] {
            let response = try await ask(client, method, "\(path)/Banner%20%22%", over: .live)
            #expect(try response.answer == .error(.notFound, "FLAG_NOT_FOUND", message))
        }
    }
}
