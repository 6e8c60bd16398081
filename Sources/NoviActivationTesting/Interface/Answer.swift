// An unsafe edge: what an activation answered, read while it can be read.

internal import CNovi
internal import NoviActivation
internal import Synchronization

/// What an activation answered, copied.
struct Answer: Sendable, Hashable {
    let status: Int32
    let reason: Int32
    let variant: TextPiece
    let valueType: UInt32
    /// The number in the value; 0 for the types without one.
    let valueBits: Int64
    let valueText: TextPiece
    let message: TextPiece
    /// What the activation did to the result that the interface forbids.
    let breach: String?

    /// Reads a result.
    ///
    /// - Parameters:
    ///   - status: What `evaluate` returned.
    ///   - result: What it left.
    ///   - memory: Where it could build what it needs.
    ///   - context: What it was lent; none of its text may be in the result.
    ///   - host: Who keeps names.
    init(
        _ status: Int32,
        _ result: novi_result,
        memory: AnswerMemory,
        context: LentContext,
        host: TestHost
    ) {
        self.status = status
        reason = result.reason
        breach = memory.breach
        variant =
            result.variant.map { name in
                let address = UInt(bitPattern: name)
                guard memory.isName(name) || host.records.withLock({ $0.isName(address) }) else {
                    return .broken("is no name that the host gave")
                }
                return TextPiece(UnsafePointer<novi_string>(name).pointee)
            } ?? .none
        valueType = result.value.type
        switch Int(valueType) {
        case NOVI_BOOLEAN, NOVI_INTEGER, NOVI_DOUBLE:
            // A double has its bits at the same place.
            valueBits = result.value.as.integer
            valueText = .none
        case NOVI_STRING, NOVI_JSON:
            valueBits = 0
            valueText = .owned(result.value.as.text, Int(result.value.size), lentBy: context)
        default:
            valueBits = 0
            valueText = .none
        }
        message = .owned(result.message.data, result.message.size, lentBy: context)
    }
}

extension TextPiece {
    /// Reads text that has to outlive `evaluate`.
    fileprivate static func owned(
        _ text: UnsafePointer<CChar>?,
        _ size: Int,
        lentBy context: LentContext
    ) -> TextPiece {
        guard size != 0, let text else { return TextPiece(text, size) }
        let address = UInt(bitPattern: text)
        if context.memory.contains(address) {
            return .broken("is still in the context, which was only lent; copy it with allocate")
        }
        // What a function that has returned had on its stack is right below what this one has.
        let here = withUnsafePointer(to: address) { UInt(bitPattern: $0) }
        if address < here, here - address < 1 << 16 {
            return .broken("is on the stack of a function that has returned; use allocate")
        }
        return TextPiece(text, size)
    }
}

extension Answer {
    /// The value; nil if there is none that can be used.
    var value: JSONValue? {
        switch Int(valueType) {
        case NOVI_NULL: .null
        case NOVI_BOOLEAN: .boolean(valueBits != 0)
        case NOVI_INTEGER: .integer(valueBits)
        case NOVI_DOUBLE: .double(Double(bitPattern: UInt64(bitPattern: valueBits)))
        case NOVI_STRING: .string(valueText.string ?? "")
        // What is not JSON is no value; the contract says so.
        case NOVI_JSON: try? JSONValue(parsing: valueText.string ?? "")
        default: nil
        }
    }

    /// Whether two answers are the same in all that counts.
    func agrees(with other: Answer) -> Bool {
        guard status == other.status else { return false }
        switch Int(status) {
        case NOVI_ON:
            return reason == other.reason && variant == other.variant
                && valueType == other.valueType && valueBits == other.valueBits
                && valueText == other.valueText
        case NOVI_OFF, NOVI_ABSTAIN: return reason == other.reason
        default: return message == other.message
        }
    }
}

extension Answer: CustomStringConvertible {
    /// What was answered, for a report.
    var description: String {
        switch Int(status) {
        case NOVI_ON:
            ["on", variant.string.map { "variant '\($0)'" }, value.map { "value \($0)" }]
                .compactMap(\.self).joined(separator: ", ")
        case NOVI_OFF: "off"
        case NOVI_ABSTAIN: "no opinion"
        default: "the error \(status)" + (message.string.map { ": \(printable($0.utf8))" } ?? "")
        }
    }
}
