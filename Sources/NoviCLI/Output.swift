import ArgumentParser
import Foundation
import Glibc
import NoviClient
import Synchronization

/// Where results go: what was standard output when the program began.
///
/// Plugins run in this process and may print; from then on, what they print goes
/// to standard error.
enum Output {
    private static let descriptor: Int32 = {
        let own = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        // Else the next file that is opened would be taken for the one that is closed.
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDWR)
        }
        dup2(STDERR_FILENO, STDOUT_FILENO)
        return own
    }()
    private static let text = Mutex("")

    /// Keeps standard output for results.
    static func reserve() { _ = descriptor }

    fileprivate static func append(_ line: String) { text.withLock { $0 += line + "\n" } }

    /// Writes what has been printed.
    ///
    /// - Throws: An error if it cannot be written.
    static func flush() throws {
        let bytes = text.withLock { text in
            defer { text = "" }
            return Data(text.utf8)
        }
        guard descriptor >= 0 else { throw OutputError(reason: String(cString: strerror(EBADF))) }
        do {
            try FileHandle(fileDescriptor: descriptor).write(contentsOf: bytes)
        } catch {
            throw OutputError(reason: String(cString: strerror(errno)))
        }
    }
}

/// Results cannot be written.
private struct OutputError: Error, CustomStringConvertible {
    let reason: String
    var description: String { "Standard output cannot be written to: \(reason)." }
}

/// Prints a line for people on standard output; what would steer a terminal is
/// made visible.
func printLine(_ line: String) {
    Output.append(line.withVisibleControls)
}

/// Prints a line on standard error.
func printError(_ line: String) {
    let bytes = Data((line.withVisibleControls + "\n").utf8)
    // If it is closed or full, nobody is left who could be told; the exit code says enough.
    try? FileHandle.standardError.write(contentsOf: bytes)
}

/// Prints JSON on standard output.
func printJSON(_ value: JSONValue) {
    Output.append(value.jsonText(indent: 2))
}

/// Prints a result: JSON for programs, or lines for people.
func printResult(asJSON: Bool, _ json: JSONValue, _ lines: [String]) {
    if asJSON { printJSON(json) } else { lines.forEach(printLine) }
}

/// Prints rows in columns, the last as wide as it is.
func printTable(_ header: [String], _ rows: [[String]]) {
    let all = ([header] + rows).map { $0.map(\.withVisibleControls) }
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    for row in all {
        let cells = row.enumerated().map { column, cell in
            column == header.count - 1
                ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
        }
        printLine(cells.joined(separator: "  "))
    }
}

extension String {
    /// The text with escapes in place of control characters; lines stay lines.
    fileprivate var withVisibleControls: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            text += scalar.isControl ? scalar.escaped(asASCII: true) : String(scalar)
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control && self != "\n" }
}
