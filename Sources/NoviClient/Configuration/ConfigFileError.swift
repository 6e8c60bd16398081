/// Why a configuration cannot be read.
public struct ConfigFileError: Error, Hashable, CustomStringConvertible {
    /// The file; nil if the fault is not in a file.
    public let file: String?
    /// The line, counted from 1; nil if the fault is in none.
    public let line: Int?
    /// One sentence: what is wrong, where, and what to do.
    ///
    /// It repeats no values, which may be secret.
    public let description: String

    /// Says what is wrong in a line.
    init(_ file: String, line: Int, _ problem: String) {
        self.file = file
        self.line = line
        description = "Line \(line) of '\(file)' \(problem)."
    }

    /// Says what is wrong with a file, or with something else.
    init(file: String? = nil, _ description: String) {
        self.file = file
        line = nil
        self.description = description
    }
}
