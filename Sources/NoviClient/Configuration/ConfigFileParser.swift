internal import NoviActivation

/// Reads a configuration line by line.
struct ConfigFileParser {
    private typealias Line = Substring.UnicodeScalarView

    /// The section whose keys all others have too.
    static let defaults = ExactText("DEFAULT")

    /// The names of the sections, in order, without `DEFAULT`.
    private(set) var sections: [String] = []
    /// The options of each section, by their keys in lower case.
    private(set) var options: [ExactText: ConfigFile.Options] = [:]
    private let file: String
    private var number = 0
    private var section: ExactText?
    /// The last key, the lines of its value, and where it stands.
    private var open: (key: String, lines: [String], line: Int)?
    private var indentation = 0

    /// Prepares to read.
    ///
    /// - Parameter file: The name in errors.
    init(file: String) { self.file = file }

    /// Reads all.
    mutating func parse(_ text: String) throws(ConfigFileError) {
        options[Self.defaults] = [:]
        for line in Self.lines(of: text) {
            number += 1
            try parse(line)
        }
        close()
    }

    private mutating func parse(_ line: Line) throws(ConfigFileError) {
        let content = line.trimmed
        guard let first = content.first else {
            open?.lines.append("")
            return
        }
        guard first != "#", first != ";" else { return }
        let depth = line.prefix(while: \.isPythonSpace).count
        if open != nil, depth > indentation {
            open?.lines.append(String(content))
            return
        }
        close()
        indentation = depth
        if let name = Self.sectionName(content) {
            try begin(name)
        } else {
            try beginOption(content)
        }
    }

    private mutating func begin(_ name: String) throws(ConfigFileError) {
        let section = ExactText(name)
        self.section = section
        guard section != Self.defaults else { return }
        guard options[section] == nil else {
            throw error("repeats the section '\(name)'; put both into one")
        }
        options[section] = [:]
        sections.append(name)
    }

    private mutating func beginOption(_ content: Line) throws(ConfigFileError) {
        guard let section else { throw error("stands before any section; write one above it") }
        guard let separator = content.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
            throw error("is no key with a value; write 'key = value'")
        }
        let key = String(content[..<separator].trimmed)
        guard !key.isEmpty else { throw error("has a value without a key; write 'key = value'") }
        guard options[section]?[ExactText(key.lowercased())] == nil else {
            throw error("repeats the key '\(key)'; remove one")
        }
        let value = content[content.index(after: separator)...].trimmed
        open = (key, [String(value)], number)
    }

    /// Keeps the last option, whose value is complete now.
    private mutating func close() {
        guard let option = open, let section else { return }
        open = nil
        let value = option.lines.joined(separator: "\n")
        options[section]?[ExactText(option.key.lowercased())] = ConfigFile.Option(
            key: option.key,
            value: String(Substring(value).unicodeScalars.trimmedAtEnd),
            line: option.line
        )
    }

    private func error(_ problem: String) -> ConfigFileError {
        ConfigFileError(file, line: number, problem)
    }
}

extension ConfigFileParser {
    /// Lines end as files end them that come from Linux, Windows or old Macs.
    private static func lines(of text: String) -> [Line] {
        var lines: [Line] = []
        var rest = Substring(text).unicodeScalars
        while let end = rest.firstIndex(where: { $0 == "\n" || $0 == "\r" }) {
            lines.append(rest[..<end])
            rest = rest[end...]
            rest = rest.dropFirst(rest.starts(with: ["\r", "\n"]) ? 2 : 1)
        }
        return lines + [rest]
    }

    /// What stands between the first bracket, which begins the line, and the
    /// last.
    private static func sectionName(_ content: Line) -> String? {
        guard content.first == "[", let end = content.lastIndex(of: "]") else { return nil }
        let name = content[content.index(after: content.startIndex)..<end]
        return name.isEmpty ? nil : String(name)
    }
}

extension Substring.UnicodeScalarView {
    fileprivate var trimmedAtEnd: Self {
        guard let last = lastIndex(where: { !$0.isPythonSpace }) else { return self[endIndex...] }
        return self[...last]
    }

    fileprivate var trimmed: Self { drop(while: \.isPythonSpace).trimmedAtEnd }
}

extension Unicode.Scalar {
    /// What Python strips; four separators more than Unicode calls white space.
    fileprivate var isPythonSpace: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}
