import CNovi
import Glibc

/// What the instances of the sound class have; faulty ones use some of it.
struct SoundInstance {
    var key: UInt32
    var variant: OpaquePointer?
    var count = 0
    /// What an evaluation has kept although it must not.
    var kept: UnsafeRawPointer?

    static func of(_ instance: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<SoundInstance> {
        guard let instance else { preconditionFailure("There is no instance.") }
        return instance.assumingMemoryBound(to: SoundInstance.self)
    }
}

extension novi_class {
    /// On for a seed that is a text; takes the config `sound` and no other.
    static var sound: novi_class {
        novi_class(
            size: UInt32(MemoryLayout<novi_class>.size),
            flags: UInt32(NOVI_CLASS_PURE),
            name: .fixed("SoundActivation"),
            summary: .fixed("On if there is a seed."),
            config_schema: .fixed(#"{"type": "string"}"#),
            data: nil,
            create: { soundCreate($0, $1, $2, $3, $4) },
            evaluate: { soundEvaluate($0, $1, $2) },
            destroy: { free($0) },
            explain: { _, _, text in say("It looks at the seed.", text) }
        )
    }
}

func soundCreate(
    _ type: UnsafePointer<novi_class>?,
    _ host: UnsafePointer<novi_host>?,
    _ args: UnsafePointer<novi_create_args>?,
    _ instance: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ error: UnsafeMutablePointer<novi_error>?
) -> Int32 {
    guard let host, let config = args?.pointee.config else { return Int32(NOVI_ERROR_GENERAL) }
    guard UnsafeRawBufferPointer(start: config.data, count: config.size).elementsEqual("sound".utf8)
    else {
        say("Write 'sound'.", error)
        return Int32(NOVI_ERROR_CONFIG)
    }
    let made = malloc(MemoryLayout<SoundInstance>.size)?
        .bindMemory(to: SoundInstance.self, capacity: 1)
    made?.initialize(
        to: SoundInstance(
            key: host.pointee.intern_key(host, .fixed("seed")),
            variant: host.pointee.intern_name(host, .fixed("blue"))
        )
    )
    instance?.pointee = made.map { UnsafeMutableRawPointer($0) }
    return Int32(NOVI_OK)
}

func soundEvaluate(
    _ instance: UnsafeMutableRawPointer?,
    _ context: UnsafePointer<novi_context>?,
    _ result: UnsafeMutablePointer<novi_result>?
) -> Int32 {
    let made = SoundInstance.of(instance)
    let seed = novi_context_value(context, made.pointee.key)
    switch Int(seed.type) {
    case NOVI_STRING:
        result?.pointee.variant = made.pointee.variant
        result?.pointee.reason = Int32(NOVI_REASON_SPLIT)
        result?.pointee.value.type = UInt32(NOVI_INTEGER)
        result?.pointee.value.as.integer = Int64(seed.size)
        return Int32(NOVI_ON)
    case NOVI_JSON:
        result?.pointee.message = .fixed("The seed is no text.")
        return Int32(NOVI_ERROR_INVALID_CONTEXT)
    case NOVI_MISSING: return Int32(NOVI_ABSTAIN)
    default: return Int32(NOVI_OFF)
    }
}

/// Writes a sentence as the interface asks for it.
func say(_ sentence: StaticString, _ error: UnsafeMutablePointer<novi_error>?) {
    guard let error, let text = error.pointee.text else { return }
    let size = min(sentence.utf8CodeUnitCount, Int(error.pointee.capacity))
    memcpy(text, sentence.utf8Start, size)
    error.pointee.length = UInt32(size)
}

/// Writes where one may or may not.
func fill(_ target: UnsafeMutableRawPointer?, _ count: Int, with byte: Int32 = 0x41) {
    if let target { memset(target, byte, count) }
}

/// Makes writable what is not.
func writable<T>(_ pointer: UnsafePointer<T>?) -> UnsafeMutablePointer<T>? {
    pointer.map { UnsafeMutablePointer(mutating: $0) }
}
