import Foundation
import NoviCore

/// A root, a cache and settings of a test's own, below one folder.
///
/// It can be made anew in another process, which is given the path.
struct PluginBench {
    /// The folder.
    let path: String
    /// How plugins are checked; they are not tried unless a test says so.
    var settings = PluginSettings()

    init(_ path: String) {
        self.path = path
        settings.cache = "\(path)/cache"
        settings.lockFile = "\(path)/lock"
        settings.keysFile = "\(path)/keys"
        settings.policy.probe = .off
    }

    init(_ folder: TemporaryFolder) { self.init(folder.path) }

    /// The folder with the plugins.
    var root: String { "\(path)/root" }

    /// A search that remembers.
    func discovery() -> PluginDiscovery {
        PluginDiscovery(roots: [root], settings: settings, logger: .silent)
    }

    /// Searches once, as a process that has just begun does.
    func search() -> ActivationCatalog { discovery().search(into: ActivationCatalog()) }

    /// The paths of the private copies.
    var copies: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: "\(path)/cache/plugins")
                .map { "\(path)/cache/plugins/\($0)" }
        }
    }

    /// Puts a program in the place of the probe that notes each start in the file
    /// `starts`.
    mutating func countStarts() throws { try precedeProbe(with: "echo >> '\(path)/starts'") }

    /// Puts a program in the place of the probe that runs a shell script before it.
    mutating func precedeProbe(with script: String) throws {
        let real = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let probe = URL(filePath: real).deletingLastPathComponent()
            .appending(path: "novi-plugin-probe").path
        try replaceProbe("\(script)\nexec '\(probe)' \"$@\"")
    }

    /// How often the probe was started.
    var starts: Int {
        (try? Data(contentsOf: URL(filePath: "\(path)/starts")))?.count ?? 0
    }

    /// Puts a shell script in the place of the probe.
    mutating func replaceProbe(_ script: String) throws {
        let program = "\(path)/probe"
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: program))
        waitForWriters(of: program)
        chmod(program, 0o755)
        settings.probePath = program
        settings.policy.probe = .enforce
    }
}

extension ActivationCatalog {
    /// What the class `Rule` of a module below the root says.
    func answer(of module: String) -> Answer {
        let name = "novi_activations.\(module).Rule"
        return Answer(evaluate(Activation(id: 1, name: "rule", className: name, config: "")))
    }

    /// The code of what is wrong with each file, in the order of the files.
    var codes: [PluginProblem.Code?] { files.map(\.problem?.code) }
}

extension CPlugin {
    /// The plugin of ``description(_:)``, with another answer.
    static func answering(_ answer: String, version: String = "1.2.3") throws -> [UInt8] {
        try compile(
            description("").replacing("return NOVI_ON;", with: "return \(answer);")
                .replacing("1.2.3", with: version)
        )
    }
}

/// Who may do what with a file.
func mode(of path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
}

/// Waits until a file was last changed so long ago that what it contains is
/// remembered.
func settle(_ path: String) {
    var (status, now) = (stat(), timespec())
    repeat {
        stat(path, &status)
        clock_gettime(CLOCK_REALTIME, &now)
        usleep(1000)
    } while now.nanoseconds - max(status.st_ctim, status.st_mtim).nanoseconds < 100_000_000
}

extension timespec {
    fileprivate var nanoseconds: Int { tv_sec * 1_000_000_000 + tv_nsec }
}

private func max(_ one: timespec, _ other: timespec) -> timespec {
    one.nanoseconds < other.nanoseconds ? other : one
}
