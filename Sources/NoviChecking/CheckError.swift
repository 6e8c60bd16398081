/// Why a plugin cannot be checked as it was asked for.
package enum CheckError: Error, Hashable {
    /// The plugin has classes, but not this one.
    case noSuchClass(String, path: String, names: [String])
}

extension CheckError: CustomStringConvertible {
    /// One sentence for people.
    package var description: String {
        switch self {
        case .noSuchClass(let name, let path, let names):
            "There is no class '\(name)' in '\(path)'; it has \(names.joined(separator: ", "))."
        }
    }
}
