import Foundation
import Logging
import NoviCore

/// A plugin of this test's own whose rules do what their configs say, loaded
/// from a file of its own, so that its counters are its own too.
///
/// `RulePlugin.source` knows the words that a config can begin with.
final class RulePlugin: Sendable {
    /// What the plugin counts.
    enum Counter: Int32 {
        case created
        case destroyed
        case evaluated
        /// Calls to an instance that was destroyed, or destroyed twice.
        case misused
        /// Calls that began while another ran on the same instance.
        case overlapped
    }

    /// The classes of the plugin.
    let catalog: ActivationCatalog
    private let folder: TemporaryFolder
    private let count: @convention(c) (Int32) -> Int
    private let awaitHeldRule: @convention(c) () -> Void
    private let releaseRule: @convention(c) () -> Void

    private static let library = Result { try CPlugin.compile(source) }

    /// Loads a copy of the plugin, beside what is known already.
    init(into known: ActivationCatalog = ActivationCatalog()) throws {
        folder = try TemporaryFolder()
        // Its content is its own too, so that it is another library for the system.
        let content = try Self.library.get() + Array(folder.path.utf8)
        try folder.write(content, to: "rules.so")
        var settings = PluginSettings()
        settings.cache = folder.path(".cache")
        catalog = PluginDiscovery.search(
            [folder.path],
            into: known,
            settings: settings,
            logger: .silent
        )
        let hash = catalog.files.compactMap(\.hash).first?.description ?? ""
        let handle = dlopen(folder.path(".cache/plugins/\(hash).so"), RTLD_NOW)
        count = Self.find("counter", in: handle)
        awaitHeldRule = Self.find("await_held", in: handle)
        releaseRule = Self.find("release", in: handle)
    }

    private static func find<Function>(
        _ name: String,
        in handle: UnsafeMutableRawPointer?
    ) -> Function {
        unsafeBitCast(dlsym(handle, name), to: Function.self)
    }

    /// What has been counted so far.
    subscript(counter: Counter) -> Int { count(counter.rawValue) }

    /// Waits until a rule `hold` is being evaluated.
    func awaitHeld() async { await onThread { self.awaitHeldRule() } }

    /// Lets a rule `hold` go on.
    func release() { releaseRule() }
}

extension Logger {
    /// Says nothing.
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

extension Activation {
    /// A row that uses a class of the plugin; `ClockRule` and `SerialRule` ask
    /// for what they are named for.
    static func rule(_ id: Int64, _ config: String, type: String = "Rule") -> Activation {
        Activation(
            id: id,
            name: "rule \(id)",
            className: "novi_activations.rules.\(type)",
            config: config
        )
    }
}
