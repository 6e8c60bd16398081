import CNovi
import Glibc
import Synchronization

extension Fault {
    static let evaluation = [
        Fault("evaluate.status", "evaluate returns what is no status") {
            $0.evaluate = { soundEvaluate($0, $1, $2) == NOVI_ON ? 77 : Int32(NOVI_OFF) }
        },
        Fault("evaluate.reason", "a reason that does not exist") {
            $0.evaluate = { instance, context, result in
                result?.pointee.reason = 5
                return Int32(NOVI_OFF)
            }
        },
        Fault("evaluate.variant", "a variant of its own making") {
            $0.evaluate = { instance, context, result in
                let status = soundEvaluate(instance, context, result)
                if status == NOVI_ON {
                    result?.pointee.variant = instance.map { OpaquePointer($0) }
                }
                return status
            }
        },
        Fault("evaluate.value", "a value of an unknown type") {
            $0.evaluate = { instance, context, result in
                result?.pointee.value.type = 99
                return Int32(NOVI_ON)
            }
        },
        Fault("evaluate.value", "a boolean that is neither") {
            $0.evaluate = { instance, context, result in
                result?.pointee.value.type = UInt32(NOVI_BOOLEAN)
                result?.pointee.value.as.integer = 2
                return Int32(NOVI_ON)
            }
        },
        Fault("evaluate.value", "a value that is not JSON") {
            $0.evaluate = { answer(NOVI_JSON, .fixed("{a: 1}"), $2) }
        },
        Fault("evaluate.value", "a value that is not UTF-8") {
            $0.evaluate = { answer(NOVI_STRING, novi_string(data: Fault.broken, size: 2), $2) }
        },
        Fault("evaluate.value", "a value that is nowhere") {
            $0.evaluate = {
                answer(NOVI_STRING, novi_string(data: UnsafePointer(bitPattern: 8), size: 2), $2)
            }
        },
        Fault("evaluate.value", "a value on the stack") {
            $0.evaluate = { _, _, result in
                withUnsafeTemporaryAllocation(of: CChar.self, capacity: 8) { bytes in
                    bytes.initialize(repeating: 0x41)
                    return answer(
                        NOVI_STRING,
                        novi_string(data: bytes.baseAddress, size: 8),
                        result
                    )
                }
            }
        },
        Fault("evaluate.value", "a value that is still in the context") {
            $0.evaluate = { instance, context, result in
                let seed = novi_context_value(context, SoundInstance.of(instance).pointee.key)
                guard seed.type == NOVI_STRING, seed.size > 0 else { return Int32(NOVI_OFF) }
                return answer(
                    NOVI_STRING,
                    novi_string(data: seed.as.text, size: Int(seed.size)),
                    result
                )
            }
        },
        Fault("evaluate.message", "a message that is not UTF-8") {
            $0.evaluate = { _, _, result in
                result?.pointee.message = novi_string(data: Fault.broken, size: 2)
                return Int32(NOVI_ERROR_GENERAL)
            }
        },
        Fault("evaluate.memory", "more is written than was allocated") {
            $0.evaluate = { _, _, result in
                fill(result?.pointee.allocate(result, 8), 9)
                return Int32(NOVI_OFF)
            }
        },
        Fault("evaluate.memory", "the host's part of the result is changed") {
            $0.evaluate = { _, _, result in
                result?.pointee.host_data = nil
                return Int32(NOVI_OFF)
            }
        },
        Fault("evaluate.memory", "a name is made that is not UTF-8") {
            $0.evaluate = { _, _, result in
                _ = result?.pointee.make_name(result, novi_string(data: Fault.broken, size: 2))
                return Int32(NOVI_OFF)
            }
        },
        Fault("evaluate.context", "the context is changed") {
            $0.evaluate = { _, context, _ in
                writable(context)?.pointee.reserved = 1
                return Int32(NOVI_OFF)
            }
        },
        Fault("evaluate.context", "explain changes the context") {
            $0.explain = { _, context, _ in
                writable(context)?.pointee.now = 1
            }
        },
        Fault("evaluate.host", "a key is asked for too late") {
            $0.create = { type, host, args, instance, error in
                Fault.lastHost.store(UInt(bitPattern: host), ordering: .relaxed)
                return soundCreate(type, host, args, instance, error)
            }
            $0.evaluate = { _, _, _ in
                let host = UnsafePointer<novi_host>(
                    bitPattern: Fault.lastHost.load(ordering: .relaxed)
                )
                _ = host?.pointee.intern_key(host, .fixed("seed"))
                return Int32(NOVI_OFF)
            }
        },
    ]

    static let text = [
        Fault("explain.text", "explain writes more than fits") {
            $0.explain = { _, _, text in fill(text?.pointee.text, 2000) }
        },
        Fault("explain.text", "explain says what is not UTF-8") {
            $0.explain = { _, _, text in
                guard let text, text.pointee.capacity > 1 else { return }
                fill(text.pointee.text, 2, with: 0xFF)
                text.pointee.length = 2
            }
        },
    ]

    static let promises = [
        Fault("pure.repeat", "a pure class counts") {
            $0.evaluate = { instance, _, _ in
                SoundInstance.of(instance).pointee.count &+= 1
                return Int32(SoundInstance.of(instance).pointee.count % 2)
            }
        },
        Fault("pure.repeat", "a pure class looks at how a context was built") {
            $0.evaluate = { _, context, _ in context?.pointee.slot_count == 0 ? 1 : 0 }
        },
        Fault("pure.clock", "a pure class uses the clock and does not say so") {
            $0.evaluate = { _, context, _ in context?.pointee.now == 0 ? 1 : 0 }
        },
        Fault("evaluate.threads", "a pure class is confused by other threads") {
            $0.evaluate = { _, _, _ in
                defer { Fault.running.subtract(1, ordering: .relaxed) }
                let others = Fault.running.add(1, ordering: .relaxed).oldValue
                sched_yield()
                return others == 0 ? 1 : 0
            }
        },
    ]

    private static let lastHost = Atomic<UInt>(0)
    private static let running = Atomic<Int>(0)
}

private func answer(
    _ type: Int,
    _ text: novi_string,
    _ result: UnsafeMutablePointer<novi_result>?
) -> Int32 {
    result?.pointee.value.type = UInt32(type)
    result?.pointee.value.size = UInt32(text.size)
    result?.pointee.value.as.text = text.data
    return Int32(NOVI_ON)
}
