// An unsafe edge: the instances that plugins made.

internal import CNovi
internal import Glibc
internal import NoviActivation

/// What evaluating an activation takes; a `novi_activation` of the interface.
struct ActivationNode {
    typealias Evaluate =
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<novi_context>?,
            UnsafeMutablePointer<novi_result>?
        ) -> Int32

    /// The plugin's function, or one of the host's that stands before it.
    let evaluate: Evaluate
    /// What the function is called with.
    let instance: UnsafeMutableRawPointer?
    /// The object that owns all this, for those who are not in a hurry.
    let owner: Unmanaged<ActivationInstance>
}

/// An activation that was created once and decides for many contexts, or the
/// reason why it cannot.
package final class ActivationInstance: Sendable {
    /// The row that it was created from.
    package let row: Activation
    /// The class; nil if it is not registered.
    package let type: RegisteredClass?
    /// Why it cannot decide; nil if it can.
    package let problem: EvaluationError?
    /// The ids that it asked for while it was created.
    let asked: [Int64]
    /// The activations that it was given for them.
    package let children: [ActivationInstance]
    /// How many layers it is made of, itself included.
    let depth: Int
    /// Whether it, or one that it resolved, needs the clock.
    let needsClock: Bool
    /// How long it takes.
    let times: ActivationTimer
    /// Immutable, and valid as long as this object.
    nonisolated(unsafe) let node: UnsafeMutablePointer<ActivationNode>
    /// What the plugin made; nil if there is a problem.
    private nonisolated(unsafe) let made: UnsafeMutableRawPointer?
    /// The functions of the class; nil if there is a problem.
    private let table: ClassTable?
    /// What stands before the plugin's function; nil if nothing does.
    private nonisolated(unsafe) let gate: Gate?

    private enum Gate {
        case serial(UnsafeMutablePointer<SerialGate>)
        case broken(UnsafeMutablePointer<BrokenGate>)
    }

    /// Takes over what a plugin made.
    init(
        row: Activation,
        type: RegisteredClass,
        table: ClassTable,
        made: UnsafeMutableRawPointer,
        asked: [Int64],
        children: [ActivationInstance],
        budget: Duration
    ) {
        times = ActivationTimer(budget: budget.nanoseconds)
        self.row = row
        self.type = type
        self.asked = asked
        self.children = children
        self.made = made
        self.table = table
        problem = nil
        depth = 1 + (children.map(\.depth).max() ?? 0)
        needsClock = type.traits.contains(.clock) || children.contains(where: \.needsClock)
        node = .allocate(capacity: 1)
        if type.traits.contains(.serial) {
            let serial = SerialGate.make(evaluate: table.evaluate, instance: made)
            gate = .serial(serial)
            fillNode(SerialGate.evaluate, UnsafeMutableRawPointer(serial))
        } else {
            gate = nil
            fillNode(table.evaluate, made)
        }
    }

    /// Stands for an activation that cannot decide: it fails each time.
    init(
        row: Activation,
        type: RegisteredClass?,
        problem: EvaluationError,
        asked: [Int64] = []
    ) {
        times = ActivationTimer(budget: .max)
        self.row = row
        self.type = type
        self.asked = asked
        self.problem = problem
        children = []
        made = nil
        table = nil
        depth = 1
        needsClock = false
        node = .allocate(capacity: 1)
        let broken = BrokenGate.make(problem)
        gate = .broken(broken)
        fillNode(BrokenGate.evaluate, UnsafeMutableRawPointer(broken))
    }

    private func fillNode(
        _ evaluate: @escaping ActivationNode.Evaluate,
        _ instance: UnsafeMutableRawPointer
    ) {
        node.initialize(
            to: ActivationNode(
                evaluate: evaluate,
                instance: instance,
                owner: .passUnretained(self)
            )
        )
    }

    deinit {
        if let made, let table { type?.mark { table.destroy(made) } }
        switch gate {
        case .serial(let serial): SerialGate.free(serial)
        case .broken(let broken): BrokenGate.free(broken)
        case nil: break
        }
        node.deallocate()
    }

    /// What the plugin says about its decision; nil if it says nothing.
    func explain(_ context: UnsafePointer<novi_context>) -> String? {
        guard let made, let explain = table?.explain else { return nil }
        if case .serial(let serial) = gate { pthread_mutex_lock(&serial.pointee.mutex) }
        defer { if case .serial(let serial) = gate { pthread_mutex_unlock(&serial.pointee.mutex) } }
        let (_, text) = withErrorBuffer {
            explain(made, context, $0)
            return 0
        }
        return text.isEmpty ? nil : text
    }
}

/// Lets one thread at a time into an instance whose class asks for it.
private struct SerialGate {
    var mutex = pthread_mutex_t()
    let inner: ActivationNode.Evaluate
    let instance: UnsafeMutableRawPointer

    static func make(
        evaluate: @escaping ActivationNode.Evaluate,
        instance: UnsafeMutableRawPointer
    ) -> UnsafeMutablePointer<SerialGate> {
        let gate = UnsafeMutablePointer<SerialGate>.allocate(capacity: 1)
        gate.initialize(to: SerialGate(inner: evaluate, instance: instance))
        var attributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&attributes)
        // An activation that is reached twice on one thread must not wait for itself.
        pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_RECURSIVE))
        pthread_mutex_init(&gate.pointee.mutex, &attributes)
        pthread_mutexattr_destroy(&attributes)
        return gate
    }

    static func free(_ gate: UnsafeMutablePointer<SerialGate>) {
        pthread_mutex_destroy(&gate.pointee.mutex)
        gate.deallocate()
    }

    static let evaluate: ActivationNode.Evaluate = { gate, context, result in
        guard let gate = gate?.assumingMemoryBound(to: SerialGate.self) else {
            return Int32(NOVI_ERROR_GENERAL)
        }
        pthread_mutex_lock(&gate.pointee.mutex)
        defer { pthread_mutex_unlock(&gate.pointee.mutex) }
        return gate.pointee.inner(gate.pointee.instance, context, result)
    }
}

/// Fails in the place of an activation that could not be created.
private struct BrokenGate {
    let status: Int32
    let message: novi_string

    static func make(_ problem: EvaluationError) -> UnsafeMutablePointer<BrokenGate> {
        let gate = UnsafeMutablePointer<BrokenGate>.allocate(capacity: 1)
        let message = problem.message.withBorrowedText { text in
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.size)
            if let data = text.data { copy.initialize(from: data, count: text.size) }
            return novi_string(data: copy, size: text.size)
        }
        gate.initialize(to: BrokenGate(status: problem.code.status, message: message))
        return gate
    }

    static func free(_ gate: UnsafeMutablePointer<BrokenGate>) {
        gate.pointee.message.data?.deallocate()
        gate.deallocate()
    }

    static let evaluate: ActivationNode.Evaluate = { gate, _, result in
        guard let gate = gate?.assumingMemoryBound(to: BrokenGate.self) else {
            return Int32(NOVI_ERROR_GENERAL)
        }
        result?.pointee.message = gate.pointee.message
        return gate.pointee.status
    }
}

extension EvaluationError.Code {
    /// The status of the interface that comes back as this code.
    fileprivate var status: Int32 {
        switch self {
        case .parseError: Int32(NOVI_ERROR_PARSE)
        case .targetingKeyMissing: Int32(NOVI_ERROR_TARGETING_KEY_MISSING)
        case .invalidContext: Int32(NOVI_ERROR_INVALID_CONTEXT)
        case .typeMismatch: Int32(NOVI_ERROR_TYPE_MISMATCH)
        case .flagNotFound: Int32(NOVI_ERROR_FLAG_NOT_FOUND)
        case .providerNotReady: Int32(NOVI_ERROR_NOT_READY)
        case .providerFatal: Int32(NOVI_ERROR_FATAL)
        case .general: Int32(NOVI_ERROR_GENERAL)
        }
    }
}
