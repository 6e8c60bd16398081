internal import Foundation
internal import NoviActivation

/// A file of sections with keys and values, such as `novi.ini`, read as the
/// ConfigParser of Python 3.11 reads it.
///
/// Whatever that refuses is refused: a section or a key that is there twice,
/// a key without a value, text before the first section. Names of sections are
/// compared as they are, keys without regard to case.
package struct ConfigFile: Sendable {
    /// One key with its value.
    struct Option: Sendable {
        /// The key, as it is written.
        let key: String
        /// The value, before references in it are replaced.
        let value: String
        /// The line of the key.
        let line: Int
    }

    typealias Options = [ExactText: Option]

    /// The names of the sections, in order, without `DEFAULT`.
    package let sections: [String]
    private let file: String
    private let options: [ExactText: Options]

    /// Reads a file.
    ///
    /// - Parameter path: Its path.
    /// - Throws: One sentence with the line.
    package init(path: String) throws(ConfigFileError) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw ConfigFileError(file: path, "'\(path)' cannot be read; correct the path.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigFileError(file: path, "'\(path)' is not UTF-8; save it as that.")
        }
        try self.init(text, file: path)
    }

    /// Reads text, which errors call the file.
    ///
    /// - Throws: One sentence with the line.
    package init(_ text: String, file: String) throws(ConfigFileError) {
        var parser = ConfigFileParser(file: file)
        try parser.parse(text)
        sections = parser.sections
        options = parser.options
        self.file = file
    }

    /// The keys of a section itself, in order and in lower case.
    package func keys(of section: String) -> [String] {
        ownOptions(of: section).map { $0.key.lowercased() }
    }

    /// The keys of a section itself, as they are written, with their values.
    ///
    /// This is for sections whose keys are names in which case matters. Two
    /// keys that differ in nothing but case are refused all the same.
    package func entries(of section: String) throws(ConfigFileError) -> [String: String] {
        var entries: [String: String] = [:]
        for option in ownOptions(of: section) {
            entries[option.key] = try value(section, option.key)
        }
        return entries
    }

    /// Whether a value refers to a key.
    ///
    /// - Parameter key: The key in lower case.
    /// - Returns: Whether one does.
    package func refers(to key: String) -> Bool {
        options.values.contains { section in
            section.values.contains { $0.value.lowercased().contains("%(\(key))s") }
        }
    }

    /// The value of a key, with the references in it replaced; nil if the
    /// section or the key is not there.
    ///
    /// A section has the keys of `DEFAULT` too.
    package func value(
        _ section: String,
        _ key: String
    ) throws(ConfigFileError) -> String? {
        guard let own = options[ExactText(section)] else { return nil }
        let all = own.merging(options[ConfigFileParser.defaults] ?? [:]) { own, _ in own }
        guard let option = all[ExactText(key.lowercased())] else { return nil }
        return try ConfigFileReferences(file: file, options: all).replace(in: option)
    }

    private func ownOptions(of section: String) -> [Option] {
        (options[ExactText(section)] ?? [:]).values.sorted { $0.line < $1.line }
    }
}

extension ConfigFile {
    /// A value that says yes or no; nil if it is not there.
    package func boolean(_ section: String, _ key: String) throws(ConfigFileError) -> Bool? {
        guard let value = try value(section, key) else { return nil }
        return try Self.boolean(value, of: "'\(key)' in section '\(section)' of '\(file)'")
    }

    /// Reads one of the words for yes or no, in any case.
    ///
    /// They are 1, yes, true, on, and 0, no, false, off.
    ///
    /// - Throws: One sentence, with the name of what has the value.
    package static func boolean(_ text: String, of name: String) throws(ConfigFileError) -> Bool {
        switch text.lowercased() {
        case "1", "yes", "true", "on": return true
        case "0", "no", "false", "off": return false
        default:
            throw ConfigFileError("The value of \(name) is no yes or no; write True or False.")
        }
    }
}
