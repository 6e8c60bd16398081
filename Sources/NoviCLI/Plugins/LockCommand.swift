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
                try Data(lock.text.utf8).write(to: URL(filePath: path), options: .atomic)
                for (name, hash) in lock.hashes.sorted(by: { $0.key < $1.key }) {
                    printLine("\(hash)  \(name)")
                }
                printLine("\(lock.hashes.count) plugins are locked in '\(path)'.")
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

        func run() async throws {
            try await reporting {
                let key = SigningKey()
                let comment = URL(filePath: name).lastPathComponent
                try newFile("\(name).pub", "\(key.verifyingKey.text) \(comment)\n", mode: 0o644)
                do {
                    try newFile("\(name).key", key.text, mode: 0o600)
                } catch {
                    // One without the other is of no use.
                    unlink("\(name).pub")
                    throw error
                }
                printLine("'\(name).key' signs; '\(name).pub' is what others trust.")
            }
        }

        private func newFile(_ path: String, _ text: String, mode: Int) throws {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
            guard descriptor >= 0 else {
                throw NotWritten(path: path, reason: String(cString: strerror(errno)))
            }
            try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
                .write(contentsOf: Data(text.utf8))
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

        func run() async throws {
            try await reporting {
                let text = String(decoding: try Data(contentsOf: URL(filePath: key)), as: UTF8.self)
                guard let key = SigningKey(text) else { throw NoKey(path: key) }
                for file in files {
                    let content = [UInt8](try Data(contentsOf: URL(filePath: file)))
                    let signature = Data(try key.sign(content).utf8)
                    try signature.write(to: URL(filePath: "\(file).sig"), options: .atomic)
                    printLine("'\(file).sig' is written.")
                }
            }
        }
    }
}

/// A file cannot be made.
private struct NotWritten: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "'\(path)' cannot be made: \(reason); choose another name." }
}

/// A file holds no key.
private struct NoKey: Error, CustomStringConvertible {
    let path: String
    var description: String {
        "'\(path)' holds no key that signs; 'novi plugin keygen' makes one, in a .key file."
    }
}
