package import Foundation

/// Where a new plugin finds the SDK.
package enum SDKLocation: Hashable {
    /// In a folder within the package, into which the SDK is written.
    case inPackage
    /// In a folder that exists: Novi's repository, or what `novi sdk export`
    /// wrote. The text is what the package's files say.
    case folder(String)

    /// The folder within a package that holds the SDK.
    static let packageFolder = "novi-sdk"

    /// Takes a folder that exists.
    ///
    /// - Parameters:
    ///   - path: The folder, as the user names it. If that is not absolute, the
    ///     package refers to it by the way from its own folder, so that both can
    ///     be moved together.
    ///   - package: The folder of the package.
    ///   - language: The language of the package.
    /// - Throws: ``AuthoringError`` if the SDK is not there, or if its path
    ///   cannot stand in a build file.
    package init(
        existing path: String,
        for package: URL,
        in language: PluginLanguage
    ) throws(AuthoringError) {
        let needed = [PackageFile.headerPath] + (language == .swift ? ["Package.swift"] : [])
        for file in needed {
            let place = URL(filePath: path).appending(path: file).path
            guard FileManager.default.fileExists(atPath: place) else {
                throw .noSDK(path, missing: file)
            }
        }
        let text = path.hasPrefix("/") ? path : Self.way(from: package, to: URL(filePath: path))
        guard text.allSatisfy({ !"\"'\\$#:".contains($0) && !$0.isWhitespace }) else {
            throw .unwritableSDKPath(text)
        }
        self = .folder(text)
    }

    /// What the package's files say.
    var text: String {
        switch self {
        case .inPackage: Self.packageFolder
        case .folder(let text): text
        }
    }

    private static func way(from: URL, to: URL) -> String {
        let (from, to) = (real(from), real(to))
        let shared = zip(from, to).prefix { $0 == $1 }.count
        let steps = Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared)
        return steps.isEmpty ? "." : steps.joined(separator: "/")
    }

    /// The names of folders from the root to one, without symbolic links; the
    /// last ones may not exist yet.
    private static func real(_ url: URL) -> [String] {
        var existing = url.absoluteURL.standardizedFileURL
        var missing: [String] = []
        while existing.path != "/", !FileManager.default.fileExists(atPath: existing.path) {
            missing.insert(existing.lastPathComponent, at: 0)
            existing.deleteLastPathComponent()
        }
        return existing.resolvingSymlinksInPath().pathComponents + missing
    }
}
