internal import Foundation
package import Logging
package import NoviCore

extension NoviConfiguration {
    /// The folder into which plugins are installed: the first that is searched.
    package var firstRoot: String {
        get throws {
            guard let root = activations.first else { throw NoRoot() }
            return root
        }
    }

    /// Where a server on a port takes commands, and where a command finds it.
    ///
    /// - Parameter port: The port.
    /// - Returns: The path of a Unix socket; nil if there is no folder for it, or if
    ///   the port is any that is free, under which nobody would find it.
    package func adminSocket(port: Int) -> String? {
        if let path = admin.socket { return path }
        guard port != 0 else { return nil }
        return plugins.cache.map { "\($0)/admin-\(port).sock" }
    }

    /// Tries a plugin without installing it.
    ///
    /// - Parameters:
    ///   - content: The bytes of the library.
    ///   - signature: The content of its `.sig` file; nil if it has none.
    ///   - module: The name of the module below the root.
    /// - Returns: What would become of it.
    /// - Throws: An error if there is no place for trying it.
    package func tryPlugin(
        _ content: [UInt8],
        _ signature: [UInt8]?,
        as module: String
    ) throws -> PluginFile {
        let root = FileManager.default.temporaryDirectory.appending(
            path: "novi-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(
            at: root,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: root) }
        try PluginShelf(module, in: root.path).install(content, signature: signature)
        var settings = plugins
        // It is not yet in the lock, and here it belongs to this user.
        settings.policy.lock = .off
        settings.policy.permissions = .off
        settings.policies = settings.policies.mapValues { policy in
            var policy = policy
            policy.lock = .off
            policy.permissions = .off
            return policy
        }
        let catalog = PluginDiscovery.search(
            [root.path],
            into: ActivationCatalog(),
            settings: settings,
            logger: Logger(label: "novi.plugins") { _ in SwiftLogNoOpLogHandler() }
        )
        guard let file = catalog.files.first else { throw NoRoot() }
        return file
    }

    /// Has plugins tried again that did not pass.
    ///
    /// - Parameters:
    ///   - module: The qualified name of the module; nil for all.
    ///   - logger: Told what is wrong.
    /// - Returns: What became of them.
    package func retryPlugins(module: String?, logger: Logger) -> ActivationCatalog {
        let discovery = PluginDiscovery(roots: activations, settings: plugins, logger: logger)
        let catalog = ActivationCatalog(aliases: aliases)
        let files = discovery.search(into: catalog).files
        discovery.retry(files.filter { module == nil || $0.module == module })
        return discovery.search(into: catalog)
    }

    /// Compares plugins with the lock file and the trusted keys, where there are
    /// any; nothing is run.
    ///
    /// - Returns: What does not fit, with the path of the file.
    /// - Throws: An error if there is neither.
    package func verifyPlugins() throws -> [(path: String, problem: PluginProblem)] {
        let files = FileManager.default
        let isLocked = files.fileExists(atPath: plugins.lockFile)
        let isSigned = files.fileExists(atPath: plugins.keysFile)
        guard isLocked || isSigned else { throw NothingToCompare(settings: plugins) }
        return PluginDiscovery.verify(
            activations,
            settings: plugins,
            lock: isLocked,
            signatures: isSigned
        )
    }
}

/// No folder for plugins is configured.
private struct NoRoot: Error, CustomStringConvertible {
    let description = "There is no folder for plugins; give one with --activations or NOVI_PATH."
}

/// There is neither a lock file nor a file of trusted keys.
private struct NothingToCompare: Error, CustomStringConvertible {
    let settings: PluginSettings
    var description: String {
        "There is neither '\(settings.lockFile)' nor '\(settings.keysFile)'; 'novi plugin lock' and "
            + "'novi plugin keygen' begin with them."
    }
}
