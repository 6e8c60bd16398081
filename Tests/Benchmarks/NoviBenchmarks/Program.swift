import Foundation

/// A program that runs beside this one, until it is let go of.
final class Program {
    private let process = Process()
    private let output = Pipe()

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: The program; looked up in `PATH` if it has no slash.
    ///   - arguments: Its arguments.
    /// - Throws: An error if it cannot be started.
    init(_ path: String, _ arguments: [String] = []) throws {
        process.executableURL = URL(filePath: path.contains("/") ? path : "/usr/bin/env")
        process.arguments = path.contains("/") ? arguments : [path] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    /// All that it writes until it ends.
    func rest() throws -> String {
        String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }

    /// Waits for what it writes to match.
    ///
    /// - Parameter pattern: What has to match.
    /// - Returns: What was matched in parentheses.
    /// - Throws: ``UnexpectedOutput`` if it ends before.
    func wait(for pattern: Regex<(Substring, Substring)>) throws -> String {
        var text = ""
        while true {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw UnexpectedOutput(text: text) }
            text += String(decoding: data, as: UTF8.self)
            if let match = text.firstMatch(of: pattern) { return String(match.1) }
        }
    }

    /// How many bytes of memory it occupies.
    var residentSize: Int {
        get throws {
            let path = "/proc/\(process.processIdentifier)/statm"
            let sizes = try String(contentsOfFile: path, encoding: .ascii).split(separator: " ")
            return (Int(sizes[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE))
        }
    }
}

/// A program did not say what was expected.
struct UnexpectedOutput: Error, CustomStringConvertible {
    let text: String
    var description: String { "A program says what was not expected: \(text)" }
}
