public import NoviActivation

/// What a flag is for one context.
///
/// Copying one touches no reference count unless something went wrong or a
/// trace was asked for, so it may be passed around freely on a hot path.
public struct Evaluation: Sendable {
    /// Whether the flag is on; the caller's default if it could not be
    /// evaluated.
    public let isOn: Bool
    /// Why the flag is what it is.
    public let reason: EvaluationReason
    /// The variant that an activation named beforehand.
    let name: VariantName?
    /// What only few evaluations have.
    let rare: Rare?

    /// What only few evaluations have.
    final class Rare: Sendable {
        let variant: String?
        let value: JSONValue?
        let error: EvaluationError?
        let trace: [TraceStep]

        init(
            variant: String? = nil,
            value: JSONValue? = nil,
            error: EvaluationError? = nil,
            trace: [TraceStep] = []
        ) {
            self.variant = variant
            self.value = value
            self.error = error
            self.trace = trace
        }
    }

    init(isOn: Bool, reason: EvaluationReason, name: VariantName? = nil, rare: Rare? = nil) {
        self.isOn = isOn
        self.reason = reason
        self.name = name
        self.rare = rare
    }

    /// An evaluation that failed.
    package init(failing error: EvaluationError, default: Bool) {
        self.init(isOn: `default`, reason: .error, rare: Rare(error: error))
    }

    /// The value of the flag: that of the activation with the lowest id that
    /// gave one, else `true` for on and `false` for off.
    public var value: JSONValue { rare?.value ?? .boolean(isOn) }

    /// The variant that was chosen: that of the activation with the lowest id that
    /// chose one.
    ///
    /// Nil if the flag is off.
    public var variant: String? { name?.text ?? rare?.variant }

    /// What went wrong; nil unless the reason is ``EvaluationReason/error``.
    public var error: EvaluationError? { rare?.error }

    /// What each activation decided; empty unless it was asked for.
    public var trace: [TraceStep] { rare?.trace ?? [] }

    /// The same evaluation with a value.
    func with(value: JSONValue?) -> Evaluation {
        let rare = Rare(variant: rare?.variant, value: value)
        return Evaluation(isOn: isOn, reason: reason, name: name, rare: rare)
    }

    /// The same evaluation with a trace.
    func with(trace: [TraceStep]) -> Evaluation {
        Evaluation(
            isOn: isOn,
            reason: reason,
            name: name,
            rare: Rare(
                variant: rare?.variant,
                value: rare?.value,
                error: rare?.error,
                trace: trace
            )
        )
    }
}

/// A flag and what it is for one context.
public struct EvaluatedFlag: Sendable {
    /// The flag, as the store has it.
    public let flag: Flag
    /// What it is.
    public let evaluation: Evaluation
}

/// The name of a variant, kept until the process ends.
struct VariantName: Sendable {
    /// What it points to never changes.
    nonisolated(unsafe) let pointer: UnsafePointer<InternedName>

    var text: String? { pointer.pointee.string }
}

/// Why a flag is what it is, in OpenFeature's words.
public enum EvaluationReason: String, Sendable, Hashable, CaseIterable {
    /// The flag's status is false.
    case disabled = "DISABLED"
    /// The flag is on for everybody: it has no activations.
    case `static` = "STATIC"
    /// Every activation says yes.
    case targetingMatch = "TARGETING_MATCH"
    /// Every activation says yes, and one of them by drawing a share.
    case split = "SPLIT"
    /// An activation says no, or has no opinion.
    case `default` = "DEFAULT"
    /// The flag could not be evaluated; the value is the caller's default.
    case error = "ERROR"
}

/// Why a flag could not be evaluated.
public struct EvaluationError: Error, Hashable, CustomStringConvertible {
    /// The kind of failure, as OpenFeature names it.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// There are no flags yet.
        case providerNotReady = "PROVIDER_NOT_READY"
        /// There is no such flag.
        case flagNotFound = "FLAG_NOT_FOUND"
        /// A text could not be parsed.
        case parseError = "PARSE_ERROR"
        /// The value is not of the type that was asked for.
        case typeMismatch = "TYPE_MISMATCH"
        /// The context has no targeting key, and a rule needs one.
        case targetingKeyMissing = "TARGETING_KEY_MISSING"
        /// The context is not one that a rule can use.
        case invalidContext = "INVALID_CONTEXT"
        /// What a rule relies on has failed for good.
        case providerFatal = "PROVIDER_FATAL"
        /// Any other failure.
        case general = "GENERAL"
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence: what is wrong, where, and what to do.
    public let message: String

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - message: One sentence: what is wrong, where, and what to do.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The code and the message.
    public var description: String { "\(code.rawValue): \(message)" }
}

extension EvaluationError.Code {
    /// The code for a plugin's.
    init(_ code: ActivationError.Code) {
        switch code {
        case .parseError: self = .parseError
        case .targetingKeyMissing: self = .targetingKeyMissing
        case .invalidContext: self = .invalidContext
        case .typeMismatch: self = .typeMismatch
        case .flagNotFound: self = .flagNotFound
        case .providerNotReady: self = .providerNotReady
        case .providerFatal: self = .providerFatal
        case .general, .config, .unsupported: self = .general
        }
    }
}
