import Foundation
import NoviClient
import NoviCore
import TestSupport
import Testing

/// Plugins that come, change and go while a client runs.
@Suite(.timeLimit(.minutes(10)))
struct PluginWatchingTests {
    private let workshop: PluginWorkshop

    init() throws { workshop = try PluginWorkshop() }

    private func isOn(_ flag: String) -> Bool { workshop.client.isEnabled(flag) }

    private func error(_ flag: String) -> EvaluationError? {
        workshop.client.evaluate(flag).error
    }

    @Test func `a plugin serves when it appears and no more when it is gone`() async throws {
        let plugin = try await workshop.build("NOVI_ON")
        try await workshop.client.whileRunning { _ in
            #expect(error("one")?.message.contains("novi_activations.one.Rule") == true)
            for _ in 1...2 {
                try workshop.install(plugin, as: "one.so")
                try #require(try await eventually { isOn("one") })
                #expect(await workshop.file("one.so")?.state == .loaded)
                try FileManager.default.removeItem(at: workshop.root.appending(path: "one.so"))
                try #require(try await eventually { error("one") != nil })
                #expect(error("one")?.message.contains("novi_activations.one.Rule") == true)
                #expect(await workshop.file("one.so") == nil)
            }
        }
    }

    @Test func `a root and its folders may appear later`() async throws {
        let plugin = try await workshop.build("NOVI_ON")
        try FileManager.default.removeItem(at: workshop.root)
        try await workshop.client.whileRunning { _ in
            #expect(error("one") != nil)
            try FileManager.default.createDirectory(
                at: workshop.root.appending(path: "deep"),
                withIntermediateDirectories: true
            )
            try workshop.install(plugin, as: "deep/one.so")
            try #require(try await eventually { await workshop.file("one.so")?.state == .loaded })
            try workshop.install(plugin, as: "one.so")
            try #require(try await eventually { isOn("one") })
        }
    }

    @Test func `what leads to a root may appear later, and change`() async throws {
        let releases = workshop.folder.url.appending(path: "releases")
        let current = workshop.folder.url.appending(path: "current")
        let client = InMemoryClient(
            workshop.flags,
            activations: [current.appending(path: "deep/root").path],
            plugins: workshop.settings
        )
        let files = FileManager.default
        for (release, decision) in [("first", "NOVI_ON"), ("second", "NOVI_OFF")] {
            let root = releases.appending(path: "\(release)/deep/root")
            try files.createDirectory(at: root, withIntermediateDirectories: true)
            let plugin = try await workshop.build(decision)
            try files.copyItem(at: plugin, to: root.appending(path: "one.so"))
        }
        try await client.whileRunning { client in
            #expect(client.evaluate("one").error != nil)
            try files.createSymbolicLink(
                atPath: current.path,
                withDestinationPath: "releases/first"
            )
            try #require(try await eventually { client.isEnabled("one") })
            let next = workshop.folder.url.appending(path: "next")
            try files.createSymbolicLink(atPath: next.path, withDestinationPath: "releases/second")
            #expect(rename(next.path, current.path) == 0)
            try #require(try await eventually { client.evaluate("one").reason == .default })
        }
    }

    @Test func `one that does not come to an end does not hold up the others`() async throws {
        let endless = try await workshop.build("NOVI_ON", constructor: "for (;;) {}")
        let plugin = try await workshop.build("NOVI_ON")
        try await workshop.client.whileRunning { _ in
            try workshop.install(endless, as: "endless.so")
            try workshop.install(plugin, as: "one.so")
            try #require(try await eventually { isOn("one") })
            #expect(await workshop.file("endless.so")?.problem?.code == .untried)
            try #require(
                try await eventually { await workshop.file("endless.so")?.state == .quarantined }
            )
            #expect(await workshop.file("endless.so")?.problem?.code == .probeTimeout)
        }
    }

    @Test func `a lock that is made while a client runs counts`() async throws {
        let ini = try workshop.folder.write("", to: "novi.ini")
        var settings = try NoviConfiguration.load(file: ini, environment: [:]).configuration.plugins
        settings.cache = workshop.folder.path("cache")
        settings.policy.permissions = .off
        let client = InMemoryClient(
            workshop.flags,
            activations: [workshop.root.path],
            plugins: settings
        )
        let plugin = try await workshop.build("NOVI_ON")
        try await client.whileRunning { client in
            _ = try workshop.folder.write("# Nothing is admitted.\n", to: "novi_activations.lock")
            try workshop.install(plugin, as: "one.so")
            try #require(
                try await eventually { await client.plugins.first?.problem?.code == .notLocked }
            )
            try FileManager.default.removeItem(
                atPath: workshop.folder.path("novi_activations.lock")
            )
            try #require(try await eventually { client.isEnabled("one") })
        }
    }

    @Test(arguments: [true, false])
    func `a plugin that is replaced decides as the new one`(byRenaming: Bool) async throws {
        let builds = [try await workshop.build("NOVI_ON"), try await workshop.build("NOVI_OFF")]
        try workshop.install(builds[0], as: "one.so")
        try await workshop.client.whileRunning { client in
            #expect(isOn("one"))
            for round in 1...4 {
                let build = builds[round % 2]
                if byRenaming {
                    try workshop.install(build, as: "one.so")
                } else {
                    try workshop.overwrite("one.so", with: build)
                }
                try #require(try await eventually { isOn("one") == (round % 2 == 0) })
                #expect(client.evaluate("one").error == nil)
            }
            // Both builds stay in the process, and are used again.
            #expect([1, 2].contains(await workshop.file("one.so")?.generation))
        }
    }

    @Test(arguments: [
        ("no library", PluginProblem.Code.notELF), ("\u{7F}ELF", .notELF),
    ])
    func `what is no plugin replaces none`(
        text: String,
        code: PluginProblem.Code
    ) async throws {
        try workshop.install(try await workshop.build("NOVI_ON"), as: "one.so")
        try await workshop.client.whileRunning { _ in
            let draft = URL(filePath: try workshop.folder.write(text, to: "text"))
            try workshop.install(draft, as: "one.so")
            try #require(try await eventually { await workshop.file("one.so")?.state == .outdated })
            #expect(await workshop.file("one.so")?.problem?.code == code)
            #expect(isOn("one"))
        }
    }

    @Test(arguments: [
        ("*(volatile int *)0 = 1;", "", PluginProblem.Code.probeCrashed),
        ("", "*(volatile int *)0 = 1;", .probeCrashed),
        ("", "return NOVI_ERROR_CONFIG;", .createFailed),
    ])
    func `a build that fails replaces none`(
        constructor: String,
        create: String,
        code: PluginProblem.Code
    ) async throws {
        try workshop.install(try await workshop.build("NOVI_ON"), as: "one.so")
        let bad = try await workshop.build("NOVI_OFF", constructor: constructor, create: create)
        let good = try await workshop.build("NOVI_OFF")
        try await workshop.client.whileRunning { _ in
            try workshop.install(bad, as: "one.so")
            try #require(try await eventually { await workshop.file("one.so")?.state == .outdated })
            #expect(await workshop.file("one.so")?.problem?.code == code)
            #expect(isOn("one"))
            // Writing flags anew changes nothing about it.
            await workshop.client.update(workshop.client.flags())
            #expect(isOn("one"))
            try workshop.install(good, as: "one.so")
            try #require(try await eventually { !isOn("one") })
            #expect(error("one") == nil)
            #expect(await workshop.file("one.so")?.state == .loaded)
        }
    }

    @Test func `a file that is being written waits`() async throws {
        let plugin = try Data(contentsOf: try await workshop.build("NOVI_ON"))
        try await workshop.client.whileRunning { _ in
            let path = workshop.root.appending(path: "one.so").path
            let file = open(path, O_WRONLY | O_CREAT, 0o644)
            #expect(write(file, Array(plugin), plugin.count / 2) == plugin.count / 2)
            try #require(try await eventually { await workshop.file("one.so")?.state == .waiting })
            #expect(error("one") != nil)
            let rest = Array(plugin[(plugin.count / 2)...])
            #expect(write(file, rest, rest.count) == rest.count)
            // All of it is there, but who writes may not be done.
            try await Task.sleep(for: .milliseconds(700))
            #expect(await workshop.file("one.so")?.state == .waiting)
            close(file)
            try #require(try await eventually { isOn("one") })
        }
    }

    @Test func `a file that was cut is taken when the rest arrives`() async throws {
        let plugin = try Data(contentsOf: try await workshop.build("NOVI_ON"))
        let path = workshop.root.appending(path: "one.so")
        try await workshop.client.whileRunning { _ in
            try plugin.prefix(plugin.count / 2).write(to: path)
            try #require(
                try await eventually { await workshop.file("one.so")?.problem?.code == .truncated }
            )
            #expect(error("one") != nil)
            let file = try FileHandle(forWritingTo: path)
            try file.seekToEnd()
            try file.write(contentsOf: plugin.dropFirst(plugin.count / 2))
            try file.close()
            try #require(try await eventually { isOn("one") })
        }
    }

    @Test(arguments: [true, false])
    func `a signature that appears makes its plugin serve`(byRenaming: Bool) async throws {
        let key = SigningKey()
        let workshop = try PluginWorkshop(trusting: key)
        let plugin = try await workshop.build("NOVI_ON")
        let good = try key.sign([UInt8](Data(contentsOf: plugin)))
        try workshop.install(plugin, as: "one.so")
        try await workshop.client.whileRunning { client in
            #expect(await workshop.file("one.so")?.problem?.code == .notSigned)
            #expect(client.evaluate("one").error != nil)
            // What serves is not taken out; the next process does not use it.
            let steps = [(good, nil), ("bad", PluginProblem.Code.badSignature), (good, nil)]
            for (text, code) in steps {
                let signature = URL(filePath: try workshop.folder.write(text, to: "signature"))
                if byRenaming {
                    try workshop.install(signature, as: "one.so.sig")
                } else {
                    try workshop.overwrite("one.so.sig", with: signature)
                }
                let state: PluginFile.State = code == nil ? .loaded : .outdated
                try #require(try await eventually { await workshop.file("one.so")?.state == state })
                #expect(await workshop.file("one.so")?.problem?.code == code)
                #expect(client.isEnabled("one"))
            }
            try FileManager.default.removeItem(at: workshop.root.appending(path: "one.so.sig"))
            try #require(try await eventually { await workshop.file("one.so")?.state == .outdated })
            #expect(client.isEnabled("one"))
        }
    }

    @Test func `a process takes in a bounded number of builds`() async throws {
        try await workshop.client.whileRunning { client in
            for build in 1...ActivationCatalog.buildLimit {
                try workshop.install(try await workshop.build("NOVI_ON"), as: "one.so")
                try #require(
                    try await eventually { await workshop.file("one.so")?.generation == build }
                )
            }
            try workshop.install(try await workshop.build("NOVI_OFF"), as: "one.so")
            try #require(try await eventually { await workshop.file("one.so")?.state == .outdated })
            #expect(await workshop.file("one.so")?.problem?.code == .tooManyBuilds)
            #expect(client.isEnabled("one"))
            // Taking the file away does not take its builds out of the process.
            try FileManager.default.removeItem(at: workshop.root.appending(path: "one.so"))
            try #require(try await eventually { error("one") != nil })
            try workshop.install(try await workshop.build("NOVI_OFF"), as: "one.so")
            try #require(try await eventually { await workshop.file("one.so")?.state == .refused })
            #expect(await workshop.file("one.so")?.problem?.code == .tooManyBuilds)
        }
    }

    @Test func `no evaluation fails while plugins are replaced`() async throws {
        let builds = [try await workshop.build("NOVI_ON"), try await workshop.build("NOVI_OFF")]
        for name in ["one.so", "two.so"] { try workshop.install(builds[0], as: name) }
        try await workshop.client.whileRunning { _ in
            let failures = try await workshop.failures {
                $0.error != nil
            } during: {
                for round in 1...20 {
                    let target = round % 2 == 0
                    try workshop.install(builds[round % 2], as: "one.so")
                    try workshop.overwrite("two.so", with: builds[round % 2])
                    let isDone = try await eventually {
                        isOn("one") == target && isOn("two") == target
                    }
                    #expect(isDone)
                }
            }
            #expect(failures == 0)
        }
    }
}
