import Foundation
import Synchronization

/// A Python process that works on a database, one request after the other.
final class OtherProgram: Sendable {
    /// What the process could not do.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let script = """
        import json, sqlite3, sys
        connection = None
        for line in sys.stdin:
            kind, sql = json.loads(line)
            try:
                if not connection:
                    connection = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
                answer = getattr(connection, kind)(sql).fetchall()
                answer = {"rows": ["|".join(map(str, row)) for row in answer]}
            except sqlite3.Error as error:
                answer = {"error": str(error)}
            if connection and not connection.in_transaction:
                connection.close()
                connection = None
            print(json.dumps(answer), flush=True)
        """

    private struct Answer: Decodable {
        let rows: [String]?
        let error: String?
    }

    private let identifier: pid_t
    private let pipes: Mutex<(requests: FileHandle, answers: FileHandle)>

    /// Starts the process, which ends with the object.
    init(database path: String) throws {
        let (requests, answers) = (Pipe(), Pipe())
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script, path]
        process.standardInput = requests
        process.standardOutput = answers
        try process.run()
        identifier = process.processIdentifier
        pipes = Mutex((requests.fileHandleForWriting, answers.fileHandleForReading))
    }

    // Programs that were started meanwhile have its pipes too, so that it does not see their end.
    deinit { kill(identifier, SIGKILL) }

    /// Runs statements; each is committed unless one of them begins a transaction.
    func execute(_ sql: String) throws { _ = try ask("executescript", sql) }

    /// Runs one statement, and gives its rows with bars between the values.
    ///
    /// A transaction that it begins stays open.
    func rows(_ sql: String) throws -> [String] { try ask("execute", sql) }

    private func ask(_ kind: String, _ sql: String) throws -> [String] {
        let line = try pipes.withLock { pipes in
            let request = try JSONEncoder().encode([kind, sql])
            try pipes.requests.write(contentsOf: request + Data("\n".utf8))
            var line = Data()
            while line.last != UInt8(ascii: "\n") {
                let part = pipes.answers.availableData
                guard !part.isEmpty else { throw Failure(description: "Python has ended.") }
                line += part
            }
            return line
        }
        let answer = try JSONDecoder().decode(Answer.self, from: line)
        if let error = answer.error { throw Failure(description: error) }
        return answer.rows ?? []
    }
}
