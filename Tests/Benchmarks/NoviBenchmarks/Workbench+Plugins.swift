import CReference
import Foundation
import Logging
import NoviClient
import NoviCore
import TestSupport

extension Workbench {
    private static let pluginCount = 1_000

    /// A client that starts with 1,000 plugins that it has tried before, each used
    /// by a flag, against `dlopen` and `dlsym` of the same files in C.
    mutating func pluginStart(_ name: String) async throws -> Figure {
        let plugins = try await PluginFolder.make(Self.pluginCount, in: folder.path(name))
        let comparison = try await stopwatch.alternate(for: .seconds(8)) {
            try Self.time("load", plugins)
        } with: {
            try Self.time("open", plugins)
        }
        return Figure(name, comparison, in: .milliseconds, goal: .ratio(atMost: 2))
    }

    /// What this program says how long something took in a new process.
    private static func time(_ command: String, _ plugins: PluginFolder) throws -> Duration {
        let arguments = [command, plugins.path, String(plugins.count)]
        let answer = try Program(product("novi-benchmarks"), arguments).rest()
        guard let time = Double(answer.trimmingCharacters(in: .newlines)) else {
            throw UnexpectedOutput(text: answer)
        }
        return .nanoseconds(1) * time
    }

    /// Another search of a root of 1,000 plugins in which nothing has changed,
    /// against opening each file in C.
    mutating func pluginScan(_ name: String) async throws -> Figure {
        let plugins = try await PluginFolder.make(Self.pluginCount, in: folder.path(name))
        let discovery = PluginDiscovery(
            roots: [plugins.root],
            settings: plugins.settings,
            logger: Logger(label: "novi.benchmarks")
        )
        let names = NameList(plugins.plugins)
        let paths = names.texts.map { $0.data }
        let comparison = try await stopwatch.compare {
            let count = discovery.search(into: ActivationCatalog()).classes.count
            precondition(count == Self.pluginCount)
        } with: {
            precondition(novi_reference_look(paths, paths.count) == Self.pluginCount)
        }
        return Figure(name, comparison, in: .milliseconds, goal: .value(20))
    }

    /// From the renaming that replaces a plugin until its new build decides, while
    /// flags are evaluated 10,000 times a second, against a copy and a renaming of
    /// the file alone.
    ///
    /// - Throws: An error if one evaluation fails.
    mutating func pluginReplacement(_ name: String) async throws -> Figure {
        let plugins = try await PluginFolder.make(10, in: folder.path(name))
        let comparison = try await plugins.client.whileRunning { [stopwatch] client in
            var stopwatch = stopwatch
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await Self.evaluate(plugins, with: client) }
                var isOn = true
                let comparison = try await stopwatch.alternate(for: .seconds(15)) {
                    isOn.toggle()
                    return try await TimeSource.wall.measure {
                        try plugins.replace(plugins.plugins[0], by: plugins.builds[isOn ? 0 : 1])
                        while client.isEnabled("flag0") != isOn {
                            try await Task.sleep(for: .milliseconds(1))
                        }
                    }
                } with: {
                    try await TimeSource.wall.measure {
                        try plugins.replace("\(plugins.path)/elsewhere", by: plugins.builds[0])
                    }
                }
                group.cancelAll()
                try await group.waitForAll()
                return comparison
            }
        }
        return Figure(name, comparison, in: .milliseconds, goal: .value(1_000))
    }

    /// Evaluates all flags, 10,000 evaluations a second, until it is cancelled.
    private static func evaluate(_ plugins: PluginFolder, with client: InMemoryClient) async throws
    {
        let clock = ContinuousClock()
        let names = (0..<plugins.count).map { "flag\($0)" }
        var next = clock.now
        while !Task.isCancelled {
            for name in names {
                if let error = client.evaluate(name).error {
                    throw UnexpectedOutput(text: "'\(name)' fails: \(error.message)")
                }
            }
            next += .milliseconds(1) * names.count / 10
            try? await clock.sleep(until: next)
        }
    }
}

extension PluginFolder {
    /// Puts a copy of a file in the place of another, by renaming.
    fileprivate func replace(_ path: String, by build: String) throws {
        let draft = "\(self.path)/draft"
        try Data(contentsOf: URL(filePath: build)).write(to: URL(filePath: draft))
        guard rename(draft, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
