import Foundation
import Logging
import NoviCore
import TestSupport
import Testing

/// What the original made, copied from it.
enum TestData {
    static func url(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Data/\(name)")
    }

    /// The plugins that `make plugins` has installed.
    static func installedPlugins() throws -> ActivationCatalog {
        let catalog = PluginDiscovery.search(
            [Repository.activations],
            into: ActivationCatalog(),
            logger: Logger(label: "test")
        )
        try #require(
            catalog.classes.count >= 4,
            "The standard plugins are not installed; 'make plugins' installs them."
        )
        return catalog
    }
}
