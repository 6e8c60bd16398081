import Foundation
import NoviCore
import Testing

/// Signatures of plugins.
struct PluginSignatureTests {
    private let folder: TemporaryFolder
    private var bench: PluginBench
    private let key = SigningKey()

    init() throws {
        folder = try TemporaryFolder()
        bench = PluginBench(folder)
        bench.settings.policy.signature = .enforce
        try folder.write(CPlugin.empty.get(), to: "root/one.so")
        try trust(key.verifyingKey.text + "\n")
    }

    private func trust(_ text: String) throws {
        try folder.write(text.utf8, to: "keys")
        chmod(folder.path("keys"), 0o644)
    }

    private func sign(with key: SigningKey) throws {
        try folder.write(key.sign(CPlugin.empty.get()).utf8, to: "root/one.so.sig")
    }

    private func expect(_ code: PluginProblem.Code?) {
        let catalog = bench.search()
        #expect(catalog.codes == [code])
        #expect(catalog.explainsItself)
    }

    /// The second, third and "1024" vectors of RFC 8032, 7.1, have a content; the
    /// first is empty.
    private static let vectors = [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
        (
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        ),
    ]

    @Test(arguments: vectors)
    func `the vectors of RFC 8032 verify, and nothing near them`(
        vector: (key: String, content: String, signature: String)
    ) throws {
        let bytes = try [vector.key, vector.content, vector.signature].map {
            try #require([UInt8](hexadecimal: $0))
        }
        let (content, signature) = (bytes[1], bytes[2])
        let key = try #require(VerifyingKey("ed25519 \(Data(bytes[0]).base64EncodedString())"))
        #expect(key.verifies(signature, of: content))
        #expect(!key.verifies(signature, of: content + [0]))
        for index in signature.indices {
            var other = signature
            other[index] ^= 1
            #expect(!key.verifies(other, of: content))
        }
        #expect(!key.verifies(signature.dropLast(), of: content))
        #expect(!key.verifies(signature + [0], of: content))
        #expect(!key.verifies([], of: content))
        // S + L is the same number to a verifier that is careless.
        #expect(!key.verifies(signature.prefix(32) + plusOrder(signature.suffix(32)), of: content))
    }

    /// A number and the order of the group, both little-endian.
    private func plusOrder(_ number: some Sequence<UInt8>) -> [UInt8] {
        let order: [UInt8] = [
            0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9,
            0xDE, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ]
        var carry = 0
        return zip(number, order).map { one, other in
            let sum = Int(one) + Int(other) + carry
            carry = sum >> 8
            return UInt8(sum & 0xFF)
        }
    }

    @Test func `what a trusted key has signed is used`() throws {
        expect(.notSigned)
        try sign(with: key)
        expect(nil)
        try sign(with: SigningKey())
        expect(.badSignature)
        try sign(with: key)
        try folder.write(CPlugin.answering("NOVI_OFF"), to: "root/one.so")
        expect(.badSignature)
    }

    @Test func `a key reads what it writes`() throws {
        let again = try #require(SigningKey(key.text))
        #expect(again.verifyingKey.text == key.verifyingKey.text)
        let (signature, content) = (try signature(again), try CPlugin.empty.get())
        #expect(key.verifyingKey.verifies(signature, of: content))
    }

    private func signature(_ key: SigningKey) throws -> [UInt8] {
        let text = try key.sign(CPlugin.empty.get())
        return [UInt8](try #require(Data(base64Encoded: String(text.dropLast()))))
    }

    @Test(arguments: ["\n", "\r\n"])
    func `any of several keys counts, wherever it stands`(end: String) throws {
        let keys = [SigningKey(), key, SigningKey()]
        let lines = keys.map { "\($0.verifyingKey.text) its name # 1" }
        try trust((["# A comment", ""] + lines + ["   ", ""]).joined(separator: end))
        for key in keys {
            try sign(with: key)
            expect(nil)
        }
        try sign(with: SigningKey())
        expect(.badSignature)
        try trust(lines.joined(separator: end))
        for key in keys {
            try sign(with: key)
            expect(nil)
        }
    }

    @Test(arguments: [
        "x", "ed25519", "ed25519 AAAA", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==",
        "ed25519 \(String(repeating: "A", count: 42))",
        "ed25519 \(String(repeating: "*", count: 44))",
        "novi-ed25519-private \(String(repeating: "A", count: 43))=", "\0", "# fine\r\nbroken",
    ])
    func `keys that make no sense trust nobody`(text: String) throws {
        try sign(with: key)
        try trust("\(key.verifyingKey.text)\n\(text)\n")
        expect(.badKeyFile)
    }

    @Test func `no key at all trusts nobody`() throws {
        try sign(with: key)
        for text in ["", "# \(key.verifyingKey.text)\n"] {
            try trust(text)
            expect(.badSignature)
        }
    }

    @Test(arguments: [
        "rm keys", "chmod o+w keys", "mv keys root/keys; ln -s root/keys keys",
        "rm keys; mkdir keys",
    ])
    func `keys that are missing, or that others may change, trust nobody`(
        script: String
    ) throws {
        try sign(with: key)
        expect(nil)
        try folder.shell(script)
        expect(.badKeyFile)
    }

    @Test(arguments: [
        "", "A", "====", String(repeating: "A", count: 86) + "==",
        String(repeating: "A", count: 88),
        String(repeating: "A\n", count: 3000), "\u{0}", "-----BEGIN SIGNATURE-----",
    ])
    func `a signature that is damaged does not count`(text: String) throws {
        try folder.write(text.utf8, to: "root/one.so.sig")
        #expect([.badSignature, .notSigned].contains(bench.search().codes[0]))
    }

    @Test(arguments: ["mkdir $1", "mkfifo $1", "ln -s /dev/zero $1", "ln -s nowhere $1"])
    func `what is no file is no signature`(script: String) throws {
        try folder.shell(script, folder.path("root/one.so.sig"))
        expect(.notSigned)
    }

    @Test func `a signature may have other line ends`() throws {
        let text = try key.sign(CPlugin.empty.get())
        try folder.write(
            "\(text.prefix(40))\r\n\(text.dropFirst(40))\r\n\r\n".utf8,
            to: "root/one.so.sig"
        )
        expect(nil)
    }

    @Test func `a signature that comes later counts in the next search`() throws {
        let discovery = bench.discovery()
        #expect(discovery.search(into: ActivationCatalog()).codes == [.notSigned])
        try sign(with: key)
        let catalog = discovery.search(into: ActivationCatalog())
        #expect(catalog.codes == [nil])
        #expect(catalog.answer(of: "one") == .on)
        try FileManager.default.removeItem(atPath: folder.path("root/one.so.sig"))
        #expect(discovery.search(into: ActivationCatalog()).codes == [.notSigned])
    }

    @Test func `a signature counts although the private copy is gone`() throws {
        try sign(with: key)
        settle(folder.path("root/one.so"))
        var bench = bench
        try bench.countStarts()
        #expect(bench.search().codes == [nil])
        try FileManager.default.removeItem(atPath: #require(bench.copies.first))
        let catalog = bench.search()
        #expect(catalog.codes == [nil])
        #expect(catalog.answer(of: "one") == .on)
        #expect(bench.starts == 1)
    }

    @Test func `who asks for a warning is warned`() throws {
        var bench = bench
        bench.settings.policy.signature = .warn
        #expect(bench.search().files.map { $0.warnings.map(\.code) } == [[.notSigned]])
        #expect(bench.search().answer(of: "one") == .on)
    }

    @Test func `openssl comes to the same verdict`() throws {
        // A public key as others write it begins with what says that it is of Ed25519.
        let words = key.verifyingKey.text.split(separator: " ")
        let raw = try #require(Data(base64Encoded: String(words[1])))
        let prefix: [UInt8] = [0x30, 0x2A, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 0x21, 0]
        try folder.write(prefix + raw, to: "key.der")
        try folder.write(signature(key), to: "raw.sig")
        let verify = """
            command -v openssl > /dev/null || exit 0
            openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey key.der -in root/one.so \
            -sigfile raw.sig > /dev/null
            """
        try folder.shell(verify)
        try folder.write(signature(SigningKey()), to: "raw.sig")
        try folder.shell("if [ -x \"$(command -v openssl)\" ]; then ! (\(verify)) 2> /dev/null; fi")
    }
}

extension [UInt8] {
    fileprivate init?(hexadecimal text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] * 16 + digits[$0 + 1])
        }
    }
}
