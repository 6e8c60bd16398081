package import Foundation
import Synchronization

/// What a program that has ended left behind.
package struct Outcome: Sendable {
    /// The exit code; above 128 the number of a signal is added.
    package let status: Int32
    /// What it wrote to standard output.
    package let output: String
    /// What it wrote to standard error.
    package let errors: String
}

/// Runs a program to its end, without holding up the other tests.
///
/// - Parameters:
///   - path: The program; looked up in `PATH` if it has no slash.
///   - arguments: Its arguments.
///   - folder: The folder in which it runs.
///   - environment: Variables beside those of this process.
/// - Returns: What it left behind.
/// - Throws: An error if it cannot be started.
package func run(
    _ path: String,
    _ arguments: [String],
    in folder: URL? = nil,
    environment: [String: String] = [:]
) async throws -> Outcome {
    let process = makeProcess(path, arguments, in: folder, environment: environment)
    let scratch = try TemporaryFolder()
    let output = try FileHandle.writing(to: scratch.path("output"))
    let errors = try FileHandle.writing(to: scratch.path("errors"))
    process.standardOutput = output
    process.standardError = errors
    try await withCheckedThrowingContinuation { continuation in
        process.terminationHandler = { _ in continuation.resume() }
        do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    return Outcome(
        status: process.terminationReason == .exit
            ? process.terminationStatus : 128 + process.terminationStatus,
        output: try String(contentsOfFile: scratch.path("output"), encoding: .utf8),
        errors: try String(contentsOfFile: scratch.path("errors"), encoding: .utf8)
    )
}

private func makeProcess(
    _ path: String,
    _ arguments: [String],
    in folder: URL?,
    environment: [String: String]
) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: path.contains("/") ? path : "/usr/bin/env")
    process.arguments = path.contains("/") ? arguments : [path] + arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    process.standardInput = FileHandle.nullDevice
    return process
}

/// A program that runs until it is told to stop.
package final class RunningProgram {
    private let process: Process
    private let lines: AsyncStream<String>
    private let ended: AsyncStream<Int32>
    private let logged = Log()

    /// The lines of standard error so far.
    private final class Log: Sendable {
        private let text = Mutex("")
        func append(_ line: String) { text.withLock { $0 += line + "\n" } }
        var all: String { text.withLock { $0 } }
    }

    /// Starts a program; what it writes to standard error can be awaited.
    ///
    /// - Parameters:
    ///   - path: The program.
    ///   - arguments: Its arguments.
    ///   - folder: The folder in which it runs.
    ///   - environment: Variables beside those of this process.
    /// - Throws: An error if it cannot be started.
    package init(
        _ path: String,
        _ arguments: [String],
        in folder: URL? = nil,
        environment: [String: String] = [:]
    ) throws {
        process = makeProcess(path, arguments, in: folder, environment: environment)
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        let (lines, continuation) = AsyncStream.makeStream(of: String.self)
        self.lines = lines
        let (ended, end) = AsyncStream.makeStream(of: Int32.self)
        self.ended = ended
        process.terminationHandler = {
            end.yield($0.terminationStatus)
            end.finish()
        }
        try process.run()
        let log = logged
        Thread.detachNewThread {
            var rest = Data()
            while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
                rest += data
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = String(decoding: rest[..<end], as: UTF8.self)
                    rest = Data(rest[(end + 1)...])
                    log.append(line)
                    continuation.yield(line)
                }
            }
            continuation.finish()
        }
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Waits for a line of standard error that matches.
    ///
    /// - Parameter pattern: What the line has to match.
    /// - Returns: What was matched first in parentheses.
    /// - Throws: ``ProgramEnded`` if the program ends before.
    package func line(matching pattern: Regex<(Substring, Substring)>) async throws -> String {
        for await line in lines {
            if let match = line.firstMatch(of: pattern) { return String(match.1) }
        }
        throw ProgramEnded(log: logged.all)
    }

    /// Sends a signal, and waits for the end.
    ///
    /// The program inherits a signal mask in which most signals are blocked: one
    /// that neither unblocks them nor reads them from a file descriptor ends
    /// only by SIGKILL.
    ///
    /// - Parameter signal: The signal.
    /// - Returns: The exit code, or the number of the signal that ended it.
    package func stop(_ signal: Int32 = SIGTERM) async -> Int32? {
        if process.isRunning { kill(process.processIdentifier, signal) }
        return await ended.first { _ in true }
    }

    /// What it has written to standard error.
    package var log: String { logged.all }
}

/// A program ended before it wrote what was waited for.
package struct ProgramEnded: Error {
    package let log: String
}

extension FileHandle {
    fileprivate static func writing(to path: String) throws -> FileHandle {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        return try FileHandle(forWritingTo: URL(filePath: path))
    }
}
