// An unsafe edge: calling plugins. Everything here runs for each evaluation, so nothing may
// allocate, lock, or count references.

internal import CNovi
internal import NoviActivation

/// Reads the wall clock: nanoseconds since 1970-01-01T00:00:00Z.
package typealias WallClock = @Sendable () -> Int64

/// What the activations of one flag have decided so far.
///
/// The order is ascending by id. The first no ends it. A failure does not,
/// because a later no still makes the answer certain.
private struct Tally {
    /// Whether an activation said no or had no opinion.
    var isOff = false
    var isSplit = false
    var variant: UnsafePointer<InternedName>?
    /// The value of the activation with the lowest id that gave one; released
    /// by ``evaluation(default:)``.
    var value: Unmanaged<GivenValue>?
    /// The first that failed.
    var failure: Failure?

    struct Failure {
        let activation: Unmanaged<ActivationInstance>
        let status: Int32
        let message: novi_string
    }

    @inline(__always)
    mutating func add(_ status: Int32, _ result: novi_result, of node: ActivationNode) {
        switch status {
        case Int32(NOVI_ON):
            if variant == nil, let name = result.variant { variant = UnsafePointer(name) }
            if result.reason == Int32(NOVI_REASON_SPLIT) { isSplit = true }
            if result.value.type != UInt32(NOVI_MISSING), value == nil {
                value = GivenValue.copy(result.value)
            }
        case Int32(NOVI_OFF), Int32(NOVI_ABSTAIN):
            isOff = true
        default:
            guard failure == nil else { return }
            failure = Failure(activation: node.owner, status: status, message: result.message)
        }
    }

    /// What the flag is; it may be asked once.
    @inline(__always)
    func evaluation(default: Bool) -> Evaluation {
        guard value == nil else { return evaluationWithValue(default: `default`) }
        if isOff { return Evaluation(isOn: false, reason: .default) }
        if let failure { return failure.evaluation(default: `default`) }
        let reason: EvaluationReason = isSplit ? .split : .targetingMatch
        guard let variant else { return Evaluation(isOn: true, reason: reason) }
        guard variant.pointee.string == nil else {
            return Evaluation(isOn: true, reason: reason, name: VariantName(pointer: variant))
        }
        let rare = Evaluation.Rare(variant: String(variant.pointee.text))
        return Evaluation(isOn: true, reason: reason, rare: rare)
    }

    @inline(never)
    private func evaluationWithValue(default: Bool) -> Evaluation {
        let given = value?.takeRetainedValue().value
        var plain = self
        plain.value = nil
        let evaluation = plain.evaluation(default: `default`)
        return evaluation.isOn && evaluation.error == nil
            ? evaluation.with(value: given) : evaluation
    }
}

/// A value that an activation gave.
private final class GivenValue {
    let value: JSONValue?

    private init(_ value: JSONValue?) { self.value = value }

    /// Copies a value before the answer's memory is used again.
    @inline(never)
    static func copy(_ raw: novi_value) -> Unmanaged<GivenValue> {
        .passRetained(GivenValue(ContextValue(raw: raw).json))
    }
}

extension Tally.Failure {
    @inline(never)
    func evaluation(default: Bool) -> Evaluation {
        Evaluation(failing: error, default: `default`)
    }

    /// The failure as the caller reads it.
    var error: EvaluationError {
        let row = activation.takeUnretainedValue().row
        return EvaluationError(
            activationStatus: status,
            message: message,
            at: "Activation \(row.id) '\(row.name)'"
        )
    }
}

extension ActivationNode {
    /// Evaluates the activation for another that is made of it.
    ///
    /// - Returns: What it decided, or an error code; the message then says
    ///   which activation failed.
    func evaluate(
        _ context: UnsafePointer<novi_context>?,
        _ result: UnsafeMutablePointer<novi_result>
    ) -> Int32 {
        result.pointee.reset()
        let status = evaluate(instance, context, result)
        switch status {
        case Int32(NOVI_ON), Int32(NOVI_OFF), Int32(NOVI_ABSTAIN): return status
        default: return describeFailure(status, result)
        }
    }

    @inline(never)
    private func describeFailure(
        _ status: Int32,
        _ result: UnsafeMutablePointer<novi_result>
    ) -> Int32 {
        let message = result.pointee.message
        let error = Tally.Failure(activation: owner, status: status, message: message).error
        result.pointee.message = result.copy(error.message) ?? message
        return min(status, Int32(NOVI_ERROR_GENERAL))
    }
}

extension EvaluationError {
    /// Reads a failure of the interface.
    ///
    /// - Parameters:
    ///   - status: What the activation returned: no decision.
    ///   - message: What it says about it; may be empty.
    ///   - place: What failed, for the beginning of the sentence.
    fileprivate init(activationStatus status: Int32, message: novi_string, at place: String) {
        guard status < 0 else {
            let text = "returned \(status), which is no decision; its plugin must be mended."
            self.init(.general, "\(place) \(text)")
            return
        }
        let said = String(message)
        let text = said.isEmpty ? "failed (\(status)) and did not say why." : said
        self.init(Code(ActivationError.Code(status: status)), "\(place): \(text)")
    }
}

extension UnsafePointer<FlagNode> {
    /// Evaluates the flag.
    ///
    /// - Parameters:
    ///   - context: The facts about the caller.
    ///   - default: The value if the flag cannot be evaluated.
    ///   - clock: Read if an activation needs it.
    ///   - isSample: Whether to measure how long each activation takes.
    /// - Returns: What the flag is.
    @inline(__always)
    func evaluate(
        _ context: UnsafePointer<novi_context>,
        default: Bool,
        clock: WallClock,
        isSample: Bool
    ) -> Evaluation {
        guard pointee.status else { return Evaluation(isOn: false, reason: .disabled) }
        guard pointee.activationCount > 0 else { return Evaluation(isOn: true, reason: .static) }
        guard pointee.needsClock || isSample else { return ask(context, default: `default`) }
        return askWithClock(context, default: `default`, clock: clock, isSample: isSample)
    }

    /// Evaluates a flag that needs the time, or is measured.
    @inline(never)
    private func askWithClock(
        _ context: UnsafePointer<novi_context>,
        default: Bool,
        clock: WallClock,
        isSample: Bool
    ) -> Evaluation {
        var timed = context.pointee
        if pointee.needsClock { timed.now = clock() }
        return isSample
            ? measure(&timed, default: `default`) : ask(&timed, default: `default`)
    }

    /// Evaluates the flag, and measures how long each activation takes.
    @inline(never)
    private func measure(
        _ context: UnsafePointer<novi_context>,
        default: Bool
    ) -> Evaluation {
        var arena = AnswerArena()
        return withUnsafeMutablePointer(to: &arena) { arena in
            var result = novi_result(arena: arena)
            var tally = Tally()
            for node in activations where !tally.isOff {
                result.reset()
                let start = ContinuousClock.now
                let status = node.evaluate(node.instance, context, &result)
                let duration = start.duration(to: .now)
                node.owner._withUnsafeGuaranteedRef { $0.times.add(duration.nanoseconds) }
                tally.add(status, result, of: node)
            }
            return tally.evaluation(default: `default`)
        }
    }

    @inline(__always)
    private func ask(_ context: UnsafePointer<novi_context>, default: Bool) -> Evaluation {
        var arena = AnswerArena()
        return withUnsafeMutablePointer(to: &arena) { arena in
            var result = novi_result(arena: arena)
            var tally = Tally()
            for node in activations {
                result.reset()
                let status = node.evaluate(node.instance, context, &result)
                tally.add(status, result, of: node)
                if tally.isOff { break }
            }
            return tally.evaluation(default: `default`)
        }
    }

    /// Evaluates the flag and every activation of it, also those after the one
    /// that decides, and says what each of them did.
    @inline(never)
    func trace(
        _ context: UnsafePointer<novi_context>,
        default: Bool,
        clock: WallClock
    ) -> Evaluation {
        guard pointee.status, pointee.activationCount > 0 else {
            return evaluate(context, default: `default`, clock: clock, isSample: false)
        }
        var timed = context.pointee
        if pointee.needsClock { timed.now = clock() }
        var arena = AnswerArena()
        return withUnsafeMutablePointer(to: &arena) { arena in
            var tally = Tally()
            var steps: [TraceStep] = []
            for node in activations {
                var result = novi_result(arena: arena)
                let start = ContinuousClock.now
                let status = node.evaluate(node.instance, &timed, &result)
                let duration = start.duration(to: .now)
                steps.append(
                    TraceStep(node, status, result, &timed, duration, isAfter: tally.isOff)
                )
                if !tally.isOff { tally.add(status, result, of: node) }
            }
            return tally.evaluation(default: `default`).with(trace: steps)
        }
    }
}

extension TraceStep {
    /// Writes down what one activation did.
    fileprivate init(
        _ node: ActivationNode,
        _ status: Int32,
        _ result: novi_result,
        _ context: UnsafePointer<novi_context>,
        _ duration: Duration,
        isAfter: Bool
    ) {
        let instance = node.owner.takeUnretainedValue()
        let isOn = status == Int32(NOVI_ON)
        let name = result.variant.map { UnsafePointer<InternedName>($0) }
        activation = instance.row
        decision =
            switch status {
            case Int32(NOVI_ON): .on
            case Int32(NOVI_OFF): .off
            case Int32(NOVI_ABSTAIN): .abstain
            default:
                .error(
                    EvaluationError(
                        activationStatus: status,
                        message: result.message,
                        at: "Activation \(instance.row.id) '\(instance.row.name)'"
                    )
                )
            }
        isAfterDecision = isAfter
        variant = isOn ? name.map { String($0.pointee.text) } : nil
        value = isOn ? ContextValue(raw: result.value).json : nil
        explanation = instance.explain(context)
        plugin = instance.type?.plugin
        nanoseconds = duration.nanoseconds
    }
}
