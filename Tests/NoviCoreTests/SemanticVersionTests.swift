import NoviCore
import Testing

/// Which of two versions is newer.
struct SemanticVersionTests {
    @Test func `versions have the order that semver gives them`() throws {
        let texts = [
            "0.0.0", "0.4.9", "0.4.10", "0.5.0-1", "0.5.0-2", "0.5.0-10", "0.5.0-alpha",
            "0.5.0-alpha.1", "0.5.0-alpha.beta", "0.5.0-beta", "0.5.0", "0.5.1", "0.10.0", "1.0.0",
        ]
        let versions = try texts.map { try #require(SemanticVersion($0)) }
        #expect(versions.shuffled().sorted().map(\.description) == texts)
    }

    @Test func `how it was built makes no difference`() throws {
        let version = try #require(SemanticVersion("1.0.0-rc.1+linux.7"))
        #expect(version == SemanticVersion("1.0.0-rc.1"))
        #expect(version.description == "1.0.0-rc.1")
    }

    @Test(arguments: [
        "", "1", "1.0", "1.0.0.0", "1.0.x", "v1.0.0", "01.0.0", "1.0.0-", "1.0.0-a..b", "1.0.0+",
        "1.0.0 ", "-1.0.0", "1.0.0-ä", "99999999999999999999.0.0", "１.0.0",
    ])
    func `what is no version is none`(text: String) {
        #expect(SemanticVersion(text) == nil)
    }
}
