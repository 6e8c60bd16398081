import Foundation
import NoviClient

extension Workbench {
    /// Requests for one flag, against requests for a greeting from the same
    /// HTTP library.
    mutating func flagRequests(_ name: String) async throws -> Figure {
        let novi = try await Server(serving: self)
        let hello = try Server(Self.product("novi-benchmark-hello"))
        let comparison = try await stopwatch.alternate(for: .seconds(12), threads: 2) {
            try novi.timePerRequest("flags/checkout.button-colour-7")
        } with: {
            try hello.timePerRequest("hello")
        }
        return Figure(
            name: name,
            value: .seconds(1) / comparison.subject,
            unit: "requests/s",
            reference: .seconds(1) / comparison.reference,
            ratio: 1 / comparison.ratio,
            goal: .speed(atLeast: 0.7)
        )
    }

    /// From the start of `novi eval` to its answer, against a program that
    /// does nothing.
    mutating func evalStart(_ name: String) async throws -> Figure {
        let context = #"{"plan": "pro", "targetingKey": "\#(SampleFlags.targetingKey)"}"#
        let arguments =
            ["eval", "checkout.button-colour-7", "--context", context]
            + options(try await database(of: SampleFlags(count: 10)))
        let comparison = try await stopwatch.alternate {
            try await TimeSource.wall.measure {
                let answer = try Program(Self.product("novi"), arguments).rest()
                guard answer.hasPrefix("on ") else { throw UnexpectedOutput(text: answer) }
            }
        } with: {
            try await TimeSource.wall.measure { _ = try Program("/bin/true").rest() }
        }
        return Figure(name, comparison, in: .milliseconds)
    }

    /// An idle server, against the one that only greets.
    func serverMemory(_ name: String) async throws -> Figure {
        let novi = try await Server(serving: self)
        let hello = try Server(Self.product("novi-benchmark-hello"))
        try await Task.sleep(for: .seconds(2))
        let mebibyte = 1_048_576.0
        let value = Double(try novi.program.residentSize) / mebibyte
        let reference = Double(try hello.program.residentSize) / mebibyte
        return Figure(
            name: name,
            value: value,
            unit: "MiB",
            reference: reference,
            ratio: value / reference
        )
    }

    /// How `novi` is told where flags and plugins are.
    fileprivate func options(_ database: String) -> [String] {
        ["--database", database] + roots.flatMap { ["--activations", $0] }
    }
}

/// A server that takes requests.
private struct Server {
    let program: Program
    let address: String

    init(_ path: String, _ arguments: [String] = []) throws {
        program = try Program(path, arguments)
        address = try program.wait(for: /listening on (?:http:\/\/)?(\S+)\s/)
    }

    /// Starts `novi serve` with ten flags.
    init(serving workbench: Workbench) async throws {
        let database = try await workbench.database(of: SampleFlags(count: 10))
        try self.init(
            Workbench.product("novi"),
            ["serve", "--port", "0"] + workbench.options(database)
        )
    }

    /// Asks for the same again and again, for a second.
    func timePerRequest(_ path: String) throws -> Duration {
        let report = try Program("wrk", ["-t1", "-c16", "-d1s", "http://\(address)/\(path)"]).rest()
        guard
            let match = report.firstMatch(of: /Requests\/sec: +([0-9.]+)/),
            let rate = Double(match.1),
            !report.contains("Non-2xx")
        else { throw UnexpectedOutput(text: report) }
        return .seconds(1) / rate
    }
}
