import NoviClient

/// A shop with two ways to check out.
@main
struct Shop {
    static func main() async throws {
        let client = DbClient(database: "shop.db")
        try await client.whileRunning { client in
            print(checkout(for: CommandLine.arguments.dropFirst().first ?? "user-42", client))
        }
    }

    /// What a customer sees.
    static func checkout(for customer: String, _ client: some BaseClient) -> String {
        let evaluation = client.evaluate("new-checkout", context: ["seed": .string(customer)])
        return evaluation.variant ?? "classic"
    }
}
