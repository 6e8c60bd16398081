import Foundation
import NoviClient
import Testing

@testable import Shop

struct ShopTests {
    @Test func `a customer always gets the same checkout, and not all get the same one`()
        async throws
    {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let client = DbClient(database: folder.appending(path: "shop.db").path)
        try await client.whileRunning { client in
            let checkouts = (0..<100).map { Shop.checkout(for: "user-\($0)", client) }
            #expect(checkouts == (0..<100).map { Shop.checkout(for: "user-\($0)", client) })
            #expect(Set(checkouts) == ["classic", "one-page", "express"])
        }
    }

    @Test func `without flags everybody gets the classic checkout`() {
        #expect(Shop.checkout(for: "user-42", DbClient(database: "missing.db")) == "classic")
    }
}
