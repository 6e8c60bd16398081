// An unsafe edge: what plugins call.

internal import CNovi
internal import Logging
internal import NoviActivation

/// What the host offers to every plugin.
enum HostInterface {
    /// Lives until the process ends, and never changes.
    nonisolated(unsafe) static let pointer: UnsafePointer<novi_host> = {
        let host = UnsafeMutablePointer<novi_host>.allocate(capacity: 1)
        host.initialize(to: interface)
        return UnsafePointer(host)
    }()

    private nonisolated(unsafe) static let activations: UnsafePointer<novi_activations> = {
        let service = UnsafeMutablePointer<novi_activations>.allocate(capacity: 1)
        service.initialize(to: SnapshotAssembly.service)
        return UnsafePointer(service)
    }()

    private static let logger = Logger(label: "novi.plugin")

    private static var interface: novi_host {
        novi_host(
            size: UInt32(MemoryLayout<novi_host>.size),
            interface_version: NOVI_INTERFACE_VERSION,
            intern_key: { _, name in
                Interner.keys.intern(UnsafeRawBufferPointer(name))?.pointee.id ?? NOVI_NO_KEY
            },
            intern_name: { _, text in
                Interner.variants.intern(UnsafeRawBufferPointer(text)).map { OpaquePointer($0) }
            },
            name_text: { _, name in
                name.map { UnsafePointer<InternedName>($0).pointee.text } ?? novi_string()
            },
            log: { _, level, message in
                HostInterface.log(level, String(message))
            },
            service: { _, id in
                UnsafeRawBufferPointer(id).elementsEqual(NOVI_SERVICE_ACTIVATIONS.utf8)
                    ? UnsafeRawPointer(HostInterface.activations) : nil
            }
        )
    }

    private static func log(_ level: Int32, _ message: String) {
        let level: Logger.Level =
            switch Int(level) {
            case NOVI_LOG_DEBUG: .debug
            case NOVI_LOG_WARNING: .warning
            case NOVI_LOG_ERROR: .error
            default: .info
            }
        logger.log(level: level, "plugin says", metadata: ["novi.message": "\(message)"])
    }
}
