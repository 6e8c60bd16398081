import ArgumentParser
import Foundation
import NoviClient

extension PluginCommand {
    /// `novi plugin lock`.
    struct Lock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write down which plugins there are, so that no others are used.",
            discussion: """
                The lock file, novi_activations.lock beside novi.ini, holds the SHA-256 of each \
                plugin. Where there is one, a plugin that it does not name, or that has changed, \
                is refused; 'lock' under [plugins] in novi.ini says otherwise.
                """
        )

        @OptionGroup var options: SharedOptions

        func run() async throws {
            try await reporting {
                let logger = options.logger()
                var configuration = try options.configuration(logger: logger)
                let path = configuration.plugins.lockFile
                configuration.plugins.policy.lock = .off
                for key in configuration.plugins.policies.keys {
                    configuration.plugins.policies[key]?.lock = .off
                }
                let lock = PluginLock(configuration.searchPlugins(logger: logger))
                try NamedFile.write(lock.text, to: path)
                let entries = lock.hashes.sorted { $0.key < $1.key }
                let plugins = entries.map { name, hash -> JSONValue in
                    ["name": .string(name), "sha256": .string("\(hash)")]
                }
                printResult(
                    asJSON: options.json,
                    ["path": .string(path), "plugins": .array(plugins)],
                    entries.map { name, hash in "\(hash)  \(name)" }
                        + ["\(entries.count) plugins are locked in '\(path)'."]
                )
            }
        }
    }

    /// `novi plugin verify`.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare plugins with the lock file and the trusted keys.",
            discussion: "Nothing is run. Exits with 1 if something does not fit."
        )

        @OptionGroup var options: SharedOptions

        func run() async throws {
            try await reporting {
                let configuration = try options.configuration(logger: options.logger())
                let findings = try configuration.verifyPlugins()
                if options.json {
                    printJSON(
                        .array(
                            findings.map { path, problem in
                                var object = problem.json.object ?? [:]
                                object["path"] = .string(path)
                                return .object(object)
                            }
                        )
                    )
                } else if findings.isEmpty {
                    printLine("All plugins are what they should be.")
                }
                for (path, problem) in findings where !options.json {
                    printLine("\(problem.code.rawValue)  \(path)\n    \(problem.message)")
                }
                if !findings.isEmpty { throw ExitCode.badNews }
            }
        }
    }

    /// `novi plugin keygen`.
    struct KeyGen: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "keygen",
            abstract: "Make a key with which plugins are signed.",
            discussion: """
                NAME.key signs; keep it to yourself. The line in NAME.pub goes into \
                novi_trusted_keys beside the novi.ini of every host that should trust it.
                """
        )

        @Argument(help: "The name of the two files, without their endings.")
        var name: String

        @ArgumentParser.Flag(help: "Print nothing but JSON on standard output.")
        var json = false

        func run() async throws {
            try await reporting {
                guard !name.isEmpty, !name.hasSuffix("/") else { throw NoName() }
                let (keyFile, trustFile) = ("\(name).key", "\(name).pub")
                let key = SigningKey()
                let comment = URL(filePath: name).lastPathComponent
                try NamedFile.make(trustFile, "\(key.verifyingKey.text) \(comment)\n", mode: 0o644)
                do {
                    try NamedFile.make(keyFile, key.text, mode: 0o600)
                } catch {
                    // One without the other is of no use.
                    unlink(trustFile)
                    throw error
                }
                printResult(
                    asJSON: json,
                    ["key": .string(keyFile), "verifyingKey": .string(trustFile)],
                    ["'\(keyFile)' signs; '\(trustFile)' is what others trust."]
                )
            }
        }
    }

    /// `novi plugin sign`.
    struct Sign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign plugins, each into a file FILE.sig beside it.",
            discussion: "The signature is Ed25519 over all bytes of the file, in base64."
        )

        @Argument(help: "The libraries.")
        var files: [String]

        @Option(help: "The file with the key, as 'novi plugin keygen' writes it.")
        var key: String

        @ArgumentParser.Flag(help: "Print nothing but JSON on standard output.")
        var json = false

        func run() async throws {
            try await reporting {
                let text = String(decoding: try NamedFile.bytes(of: key), as: UTF8.self)
                guard let key = SigningKey(text) else { throw NoKey(path: key) }
                for file in files {
                    let signature = try key.sign(try NamedFile.bytes(of: file))
                    try NamedFile.write(signature, to: "\(file).sig")
                }
                let written = files.map { file -> JSONValue in
                    ["path": .string(file), "signature": .string("\(file).sig")]
                }
                printResult(
                    asJSON: json,
                    ["files": .array(written)],
                    files.map { "'\($0).sig' is written." }
                )
            }
        }
    }
}

/// A key without a name.
private struct NoName: Error, CustomStringConvertible {
    let description =
        "The key has no name; give one, as in 'novi plugin keygen mine', which makes mine.key and "
        + "mine.pub."
}

/// A file holds no key.
private struct NoKey: Error, CustomStringConvertible {
    let path: String
    var description: String {
        "'\(path)' holds no key that signs; 'novi plugin keygen' makes one, in a .key file."
    }
}
