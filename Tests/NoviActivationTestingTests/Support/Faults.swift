import CNovi
import Glibc
import Synchronization

extension Fault {
    /// Those that a check in any process finds.
    static let all = tables + creation + evaluation + text + promises

    private static let tables = [
        Fault("plugin.names", "a name that is not legal") { $0.name = .fixed("Sound-Activation") },
        Fault("plugin.tables", "a table that is too small") { $0.size = 8 },
        Fault("plugin.tables", "a name that is not UTF-8") {
            $0.name = novi_string(data: broken, size: 2)
        },
        Fault("plugin.tables", "a summary at a null pointer") {
            $0.summary = novi_string(data: nil, size: 3)
        },
        Fault("plugin.tables", "a schema that is nowhere") {
            $0.config_schema = novi_string(data: UnsafePointer(bitPattern: 16), size: 3)
        },
        Fault("class.functions", "no destroy") { $0.destroy = nil },
        Fault("class.description", "a schema that is not JSON") {
            $0.config_schema = .fixed("{type: string}")
        },
        Fault("class.description", "a schema that is no object") { $0.config_schema = .fixed("1") },
        Fault("class.description", "a summary of two lines") { $0.summary = .fixed("a\nb") },
    ]

    private static let creation = [
        Fault("create.status", "create returns what is no status") {
            $0.create = { type, host, args, instance, error in
                let status = soundCreate(type, host, args, instance, error)
                return status == NOVI_OK ? status : -77
            }
        },
        Fault("create.instance", "create succeeds without an instance") {
            $0.create = { type, host, args, instance, error in
                _ = soundCreate(type, host, args, instance, error)
                return Int32(NOVI_OK)
            }
        },
        Fault("create.instance", "create fails with an instance") {
            $0.create = { type, host, args, instance, error in
                let status = soundCreate(type, host, args, instance, error)
                if status != NOVI_OK { instance?.pointee = UnsafeMutableRawPointer(bitPattern: 8) }
                return status
            }
        },
        Fault("create.error", "create fails without a word") {
            $0.create = { type, host, args, instance, error in
                let status = soundCreate(type, host, args, instance, error)
                error?.pointee.length = 0
                return status
            }
        },
        Fault("create.error", "create cuts its error within a character") {
            $0.create = { type, host, args, instance, error in
                let status = soundCreate(type, host, args, instance, error)
                if status != NOVI_OK { say("\u{E9}\u{E9}\u{E9}", error) }
                return status
            }
        },
        Fault("create.buffer", "create writes more than fits") {
            $0.create = { type, host, args, instance, error in
                let status = soundCreate(type, host, args, instance, error)
                if status != NOVI_OK { fill(error?.pointee.text, 200) }
                return status
            }
        },
        Fault("create.buffer", "create says that it wrote more than fits") {
            $0.create = { type, host, args, instance, error in
                let status = soundCreate(type, host, args, instance, error)
                if status != NOVI_OK { error?.pointee.length = 14 }
                return status
            }
        },
        Fault("create.arguments", "create changes the config") {
            $0.create = { type, host, args, instance, error in
                let config = args?.pointee.config
                let status = soundCreate(type, host, args, instance, error)
                if let config, config.size > 0 { writable(config.data)?.pointee ^= 1 }
                return status
            }
        },
        Fault("create.accepts", "create refuses everything") {
            $0.create = { _, _, _, _, error in
                say("No.", error)
                return Int32(NOVI_ERROR_CONFIG)
            }
        },
        Fault("host.calls", "create gives a name that is not UTF-8") {
            $0.create = { type, host, args, instance, error in
                _ = host?.pointee.intern_name(host, novi_string(data: broken, size: 2))
                return soundCreate(type, host, args, instance, error)
            }
        },
        Fault("host.calls", "create logs at a level that does not exist") {
            $0.create = { type, host, args, instance, error in
                host?.pointee.log(host, 9, .fixed("Hello."))
                return soundCreate(type, host, args, instance, error)
            }
        },
    ]

    /// Two bytes that are not UTF-8.
    nonisolated(unsafe) static let broken: UnsafePointer<CChar> = {
        let bytes = UnsafeMutablePointer<CChar>.allocate(capacity: 2)
        bytes[0] = CChar(bitPattern: 0xC3)
        bytes[1] = 0x28
        return UnsafePointer(bytes)
    }()
}
