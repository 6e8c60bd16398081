import Logging
import Synchronization

/// Keeps the statements that are logged.
final class LogRecorder: Sendable {
    private let recorded = Mutex<[String]>([])

    /// A logger that writes here.
    var logger: Logger { Logger(label: "test") { _ in Handler(recorder: self) } }

    /// The statements so far.
    var statements: [String] { recorded.withLock { $0 } }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            guard let statement = event.metadata?["novi.sql"] else { return }
            recorder.recorded.withLock { $0.append("\(statement)") }
        }
    }
}
