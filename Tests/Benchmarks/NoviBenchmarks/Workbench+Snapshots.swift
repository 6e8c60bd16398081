import Foundation
import GRDB
import NoviClient
import NoviCore

extension Workbench {
    /// A snapshot of 10,000 flags, built and released, against a table of as
    /// many in C.
    mutating func snapshotBuild(_ name: String) async throws -> Figure {
        let sample = SampleFlags(count: 10_000)
        let flags = sample.flagSet
        let names = sample.names
        let catalog = catalog
        let comparison = try await stopwatch.compare {
            _ = SnapshotAssembly.assemble(flags, catalog: catalog)
        } with: {
            _ = ReferenceFlags(names)
        }
        return Figure(name, comparison, in: .milliseconds, goal: .value(500))
    }

    /// One row of 10,000 flags, from the call that changes it until it is
    /// served, against the same change by SQLite alone.
    mutating func snapshotRepublish(_ name: String) async throws -> Figure {
        let sample = SampleFlags(count: 10_000)
        let client = try await client(of: sample)
        let database = try DatabaseQueue(path: try await database(of: sample))
        let flag = sample.names[5_000]
        var status = true
        let comparison = try await stopwatch.alternate {
            status.toggle()
            let edit = FlagEdit.putFlag(id: 5_000, name: flag, status: status)
            let duration = try await TimeSource.wall.measure { try await client.write([edit]) }
            precondition(client.isEnabled(flag, SampleFlags.context) == status)
            return duration
        } with: {
            try await TimeSource.wall.measure {
                try await database.write {
                    try $0.execute(sql: "UPDATE flags SET status = 1 - status WHERE id = 5000")
                }
            }
        }
        return Figure(name, comparison, in: .milliseconds, goal: .value(20))
    }
}
