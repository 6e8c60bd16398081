internal import NoviActivation

/// Replaces `%(key)s` by the value of the key, and `%%` by `%`.
struct ConfigFileReferences {
    /// How many references may lead from one to the next.
    private static let depthLimit = 10

    /// The name in errors.
    let file: String
    /// The options of the section and of `DEFAULT`, by their keys in lower case.
    let options: ConfigFile.Options

    /// The value of an option with its references replaced.
    func replace(in option: ConfigFile.Option) throws(ConfigFileError) -> String {
        var result = String.UnicodeScalarView()
        try replace(option.value, into: &result, of: option, depth: 1)
        return String(result)
    }

    private func replace(
        _ text: String,
        into result: inout String.UnicodeScalarView,
        of option: ConfigFile.Option,
        depth: Int
    ) throws(ConfigFileError) {
        var rest = Substring(text).unicodeScalars
        guard depth <= Self.depthLimit || !rest.contains("%") else {
            throw error(option, "refers to itself, or to too many others in turn; write it out")
        }
        while let percent = rest.firstIndex(of: "%") {
            result.append(contentsOf: rest[..<percent])
            rest = rest[rest.index(after: percent)...]
            guard rest.first != "%" else {
                result.append("%")
                rest = rest.dropFirst()
                continue
            }
            guard let key = Self.takeReference(&rest) else {
                throw error(option, "has a lone percent sign; write %% for it")
            }
            guard let other = options[ExactText(key.lowercased())] else {
                throw error(option, "refers to '\(key)', which is not there; add it")
            }
            try replace(other.value, into: &result, of: option, depth: depth + 1)
        }
        result.append(contentsOf: rest)
    }

    /// Takes `(key)s` from the beginning of the text.
    private static func takeReference(_ text: inout Substring.UnicodeScalarView) -> String? {
        guard text.first == "(", let end = text.firstIndex(of: ")") else { return nil }
        let key = text[..<end].dropFirst()
        let rest = text[end...].dropFirst()
        guard !key.isEmpty, rest.first == "s" else { return nil }
        text = rest.dropFirst()
        return String(key)
    }

    private func error(_ option: ConfigFile.Option, _ problem: String) -> ConfigFileError {
        ConfigFileError(file, line: option.line, problem)
    }
}
