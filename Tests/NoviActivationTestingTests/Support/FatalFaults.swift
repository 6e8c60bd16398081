import CNovi
import Glibc

extension Fault {
    /// Those that bring down a process of their own.
    static let fatal = [
        Fault("", "the context is read after the call") {
            $0.evaluate = { instance, context, _ in
                let made = SoundInstance.of(instance)
                let kept = made.pointee.kept?.assumingMemoryBound(to: novi_context.self)
                made.pointee.kept = UnsafeRawPointer(context)
                return kept?.pointee.now == 1 ? 1 : 0
            }
        },
        Fault("", "the context is written") {
            $0.evaluate = { _, context, _ in
                writable(context)?.pointee.now = 1
                return Int32(NOVI_OFF)
            }
        },
        Fault("", "the config is read to a zero that is not there") {
            $0.create = { type, host, args, instance, error in
                let length = args?.pointee.config.data.map { strlen($0) } ?? 0
                let status = soundCreate(type, host, args, instance, error)
                return length > 1 << 30 ? Int32(NOVI_ERROR_CONFIG) : status
            }
        },
        Fault("", "the config is read after the call") {
            $0.create = { type, host, args, instance, error in
                let status = soundCreate(type, host, args, instance, error)
                if status == NOVI_OK {
                    SoundInstance.of(instance?.pointee).pointee.kept =
                        UnsafeRawPointer(args?.pointee.config.data)
                }
                return status
            }
            $0.evaluate = { instance, _, _ in
                let config = SoundInstance.of(instance).pointee.kept
                return config?.load(as: UInt8.self) == 0 ? 1 : 0
            }
        },
        Fault("", "a value of an unknown type is taken for text") {
            $0.evaluate = { instance, context, _ in
                let seed = novi_context_value(context, SoundInstance.of(instance).pointee.key)
                return seed.type > NOVI_JSON && seed.as.text[0] == 0x41 ? 1 : 0
            }
        },
    ]
}
