internal import Crypto
internal import Foundation

/// A key that signs plugins (Ed25519, RFC 8032).
package struct SigningKey {
    private static let word = "novi-ed25519-private"
    private let key: Curve25519.Signing.PrivateKey

    /// Makes a new key.
    package init() { key = Curve25519.Signing.PrivateKey() }

    /// Reads a key; nil if the text is none.
    ///
    /// - Parameter text: What ``text`` gave.
    package init?(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, words[0] == Self.word,
            let bytes = Data(base64Encoded: String(words[1])),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else { return nil }
        self.key = key
    }

    /// The key for a file that only its owner may read.
    package var text: String { "\(Self.word) \(key.rawRepresentation.base64EncodedString())\n" }

    /// The key with which signatures are verified.
    package var verifyingKey: VerifyingKey { VerifyingKey(key.publicKey) }

    /// Signs a plugin.
    ///
    /// - Parameter content: All bytes of the library.
    /// - Returns: The content of the file `X.so.sig`: 64 bytes in base64.
    /// - Throws: An error if the signature cannot be made.
    package func sign(_ content: [UInt8]) throws -> String {
        try key.signature(for: content).base64EncodedString() + "\n"
    }
}

/// A key with which signatures of plugins are verified.
package struct VerifyingKey: Sendable {
    private static let word = "ed25519"
    private let key: Curve25519.Signing.PublicKey

    fileprivate init(_ key: Curve25519.Signing.PublicKey) { self.key = key }

    /// Reads a key; nil if the text is none.
    ///
    /// - Parameter text: `ed25519`, 32 bytes in base64, and perhaps a comment.
    package init?(_ text: some StringProtocol) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, words[0] == Self.word,
            let bytes = Data(base64Encoded: String(words[1])),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { return nil }
        self.key = key
    }

    /// The key for the file of trusted keys.
    package var text: String { "\(Self.word) \(key.rawRepresentation.base64EncodedString())" }

    /// Whether this key's owner has signed a content.
    ///
    /// - Parameters:
    ///   - signature: 64 bytes.
    ///   - content: All bytes of the library.
    /// - Returns: Whether it has.
    package func verifies(_ signature: [UInt8], of content: [UInt8]) -> Bool {
        key.isValidSignature(signature, for: content)
    }
}

/// The keys whose signatures count.
package struct TrustedKeys: Sendable {
    private let keys: [VerifyingKey]

    /// Reads keys.
    ///
    /// - Parameter text: A key on each line, as ``VerifyingKey/text`` gives it,
    ///   perhaps with a comment behind it; lines that begin with `#` are comments.
    /// - Throws: ``PluginProblem`` if a line makes no sense.
    package init(parsing text: String) throws(PluginProblem) {
        var keys: [VerifyingKey] = []
        for (index, line) in text.lines.enumerated()
        where !line.allSatisfy(\.isWhitespace) && !line.hasPrefix("#") {
            guard let key = VerifyingKey(line) else {
                throw PluginProblem(
                    .badKeyFile,
                    "Line \(index + 1) of the file of trusted keys is not 'ed25519' and a key.",
                    remedy: "Add the line of a .pub file that 'novi plugin keygen' has written."
                )
            }
            keys.append(key)
        }
        self.keys = keys
    }

    /// Finds out why a signature does not count.
    ///
    /// - Parameters:
    ///   - signature: The content of the file `X.so.sig`; nil if there is none.
    ///   - content: All bytes of the library.
    /// - Returns: Why; nil if it counts.
    package func problem(of signature: String?, on content: () -> [UInt8]?) -> PluginProblem? {
        guard let signature else {
            return PluginProblem(
                .notSigned,
                "It is not signed: there is no file with its name and '.sig' behind it.",
                remedy: "Install the .sig file of its author, or run 'novi plugin sign'."
            )
        }
        let text = signature.filter { !$0.isWhitespace }
        if let bytes = Data(base64Encoded: text), bytes.count == 64, let content = content(),
            keys.contains(where: { $0.verifies([UInt8](bytes), of: content) })
        {
            return nil
        }
        return PluginProblem(
            .badSignature,
            "No trusted key has made its signature, or it has changed since.",
            remedy: "Get it and its .sig file anew, or trust its author's key."
        )
    }
}
