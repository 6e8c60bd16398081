// An unsafe edge: the host's structure as plugins see it.

public import CNovi
public import NoviActivation
internal import Synchronization

/// A host for tests: it makes activations, and evaluates them as Novi does.
///
/// Everything goes through the same C functions that Novi calls in a plugin's
/// library, but no library is needed:
///
///     let host = TestHost()
///     let staff = try host.activate(StaffActivation.self, config: "acme.test")
///     #expect(staff.evaluate(["email": "a@acme.test"]).isOn)
///
/// A host may be used on many threads. Its memory is never freed, because the
/// interface promises to plugins that it is there until the process ends.
public final class TestHost: Sendable {
    /// One line of the log.
    public struct LogMessage: Sendable, Hashable {
        /// How important a line is.
        public enum Level: Int32, Sendable {
            /// For those who look for a fault.
            case debug = 0
            /// What usually happens.
            case info = 1
            /// What may be wrong.
            case warning = 2
            /// What is wrong.
            case error = 3
        }

        /// How important it is.
        public let level: Level
        /// What it says.
        public let text: String
    }

    /// What the functions of the interface find the host with.
    struct Record {
        let interface: novi_host
        var owner: Unmanaged<TestHost>?
    }

    /// The time that activations are told if they ask for the clock.
    ///
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public let now: Int64
    /// The host as plugins see it.
    public nonisolated(unsafe) let pointer: UnsafePointer<novi_host>
    /// What activations have been told and have said.
    let records = Mutex(HostRecords())
    /// The activations that others can resolve; never freed.
    nonisolated(unsafe) let parts: [Int64: UnsafePointer<FixedActivation>]

    /// Makes a host.
    ///
    /// - Parameters:
    ///   - activations: What an activation that combines others gets from those
    ///     with these ids, whatever the context.
    ///   - now: The time that activations are told if they ask for the clock,
    ///     in nanoseconds since 1970-01-01T00:00:00Z. The default is the start
    ///     of 2026.
    public init(
        activations: [Int64: Result<Decision, ActivationError>] = [:],
        now: Int64 = 1_767_225_600_000_000_000
    ) {
        let record = UnsafeMutablePointer<Record>.allocate(capacity: 1)
        record.initialize(to: Record(interface: .forTests, owner: nil))
        pointer = UnsafeRawPointer(record).assumingMemoryBound(to: novi_host.self)
        parts = activations.reduce(into: [:]) { parts, entry in
            parts[entry.key] = FixedActivation.make(id: entry.key, answer: entry.value)
        }
        self.now = now
        record.pointee.owner = .passRetained(self)
    }

    /// What activations have written to the log, in its order.
    public var log: [LogMessage] { records.withLock { $0.log } }

    /// The host that a pointer of the interface belongs to.
    static func of(_ pointer: UnsafePointer<novi_host>?) -> TestHost? {
        UnsafeRawPointer(pointer)?.assumingMemoryBound(to: Record.self)
            .pointee.owner?.takeUnretainedValue()
    }
}

// MARK: - Activations

extension TestHost {
    /// Makes an activation from a config.
    ///
    /// - Parameters:
    ///   - type: The class, as its author wrote it.
    ///   - config: The config column of its row.
    /// - Returns: The activation.
    /// - Throws: ``ActivationError`` if the class refuses the config.
    public func activate<Activation: BaseActivation>(
        _ type: Activation.Type,
        config: String = ""
    ) throws(ActivationError) -> TestActivation {
        let plugin = makePlugin("test", version: "0", [ActivationClass(type)])
        let table = ActivationTable(plugin.pointee.classes, host: self)
        return try TestActivation(table, config: Array(config.utf8))
    }
}
