// An unsafe edge: what plugins call.

internal import CNovi
internal import NoviActivation
internal import Synchronization

extension novi_host {
    /// The functions of a ``TestHost``.
    static var forTests: novi_host {
        novi_host(
            size: UInt32(MemoryLayout<novi_host>.size),
            interface_version: NOVI_INTERFACE_VERSION,
            intern_key: { TestHost.of($0)?.internKey($1) ?? NOVI_NO_KEY },
            intern_name: { TestHost.of($0)?.internName($1) },
            name_text: { _, name in
                name.map { UnsafePointer<novi_string>($0).pointee } ?? novi_string()
            },
            log: { TestHost.of($0)?.write($1, $2) },
            service: { _, id in
                UnsafeRawBufferPointer(id).elementsEqual(NOVI_SERVICE_ACTIVATIONS.utf8)
                    ? UnsafeRawPointer(FixedActivation.service) : nil
            }
        )
    }
}

extension TestHost {
    fileprivate func internKey(_ name: novi_string) -> UInt32 {
        let name = read(name, "the name of a key")
        return records.withLock { records in
            records.preparationCount += 1
            return name.map { records.internKey($0) } ?? NOVI_NO_KEY
        }
    }

    fileprivate func internName(_ text: novi_string) -> OpaquePointer? {
        let text = read(text, "the name of a variant")
        let address = records.withLock { records in
            records.preparationCount += 1
            return text.map { records.internName($0) }
        }
        return address.flatMap { OpaquePointer(bitPattern: $0) }
    }

    fileprivate func write(_ level: Int32, _ message: novi_string) {
        guard let bytes = read(message, "a message for the log") else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        records.withLock { records in
            if let level = LogMessage.Level(rawValue: level) {
                records.log.append(LogMessage(level: level, text: text))
            } else {
                records.report("It wrote '\(text)' to the log with the unknown level \(level).")
            }
        }
    }

    /// Reads a text that an activation gives; reports what is none.
    private func read(_ text: novi_string, _ what: String) -> [UInt8]? {
        let piece = TextPiece(text)
        if case .bytes(let bytes) = piece { return bytes }
        guard let problem = piece.problem else { return [] }
        records.withLock { $0.report("It gave \(what) that \(problem).") }
        return nil
    }
}
