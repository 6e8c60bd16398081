/// Why a package cannot be written.
package enum AuthoringError: Error, Hashable {
    /// The name cannot be that of a module.
    case illegalName(String, proposal: String)
    /// The name has more bytes than a file's name leaves room for.
    case longName(proposal: String, limit: Int)
    /// The name means something to the language.
    case reservedName(String, PluginLanguage, proposal: String)
    /// The folder has something in it.
    case folderNotEmpty(String)
    /// There is something else than a folder.
    case notAFolder(String)
    /// The folder is not the SDK: it lacks a file.
    case noSDK(String, missing: String)
    /// The path of the SDK cannot be written into build files as it is.
    case unwritableSDKPath(String)
    /// The file system refuses.
    case notWritten(String, reason: String)
}

extension AuthoringError: CustomStringConvertible {
    /// One sentence: what is wrong, and what to do.
    package var description: String {
        switch self {
        case .illegalName(let name, let proposal):
            "'\(name)' cannot name a plugin: letters, digits and underscores can, with no digit "
                + "first; take '\(proposal)'."
        case .longName(let proposal, let limit):
            "The name has more than \(limit) bytes; take '\(proposal)'."
        case .reservedName(let name, let language, let proposal):
            "'\(name)' means something else in \(language.title); take '\(proposal)'."
        case .folderNotEmpty(let path):
            "'\(path)' is not empty; choose a folder that does not exist yet."
        case .notAFolder(let path):
            "'\(path)' is not a folder; choose one that does not exist yet."
        case .noSDK(let path, let missing):
            "'\(path)' is not Novi's SDK, because it has no \(missing); 'novi sdk export' "
                + "writes one."
        case .unwritableSDKPath(let path):
            "The SDK's path '\(path)' has quotes or signs that build files read otherwise; "
                + "choose a plainer one."
        case .notWritten(let path, let reason):
            "'\(path)' cannot be written: \(reason)"
        }
    }
}
