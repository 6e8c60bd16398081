public import CNovi

/// What an activation decides for one context.
///
///     .on
///     .on(variant: blue, reason: .split)
///     .off
///     .abstain
public struct Decision: Sendable {
    /// Whether the rule says yes, no, or nothing.
    public enum Verdict: Sendable {
        /// The rule says no.
        case off
        /// The rule says yes.
        case on
        /// The context lacks what the rule needs; a flag counts it as no.
        case abstain
    }

    /// Why a decision is what it is, in OpenFeature's terms.
    public enum Reason: Int32, Sendable {
        /// Not said; the host takes the reason that fits the verdict.
        case unspecified = 0
        /// The context fits a rule.
        case targetingMatch = 1
        /// The context fell into a share of a whole.
        case split = 2
        /// The answer is the same for every context.
        case `static` = 3
        /// No rule fits.
        case `default` = 4
    }

    /// Whether the rule says yes, no, or nothing.
    public var verdict: Verdict
    /// The variant that was chosen.
    public var variant: Variant?
    /// The value that was chosen.
    public var value: JSONValue?
    /// Why.
    public var reason: Reason

    /// Makes a decision.
    ///
    /// - Parameters:
    ///   - verdict: Whether the rule says yes, no, or nothing.
    ///   - variant: The variant that was chosen.
    ///   - value: The value that was chosen.
    ///   - reason: Why.
    @inlinable
    public init(
        _ verdict: Verdict,
        variant: Variant? = nil,
        value: JSONValue? = nil,
        reason: Reason = .unspecified
    ) {
        self.verdict = verdict
        self.variant = variant
        self.value = value
        self.reason = reason
    }

    /// Yes.
    @inlinable
    public static var on: Decision { Decision(.on) }
    /// No.
    @inlinable
    public static var off: Decision { Decision(.off) }
    /// The context lacks what the rule needs.
    @inlinable
    public static var abstain: Decision { Decision(.abstain) }

    /// Yes, with what was chosen.
    ///
    /// - Parameters:
    ///   - variant: The variant that was chosen.
    ///   - value: The value that was chosen.
    ///   - reason: Why.
    /// - Returns: The decision.
    @inlinable
    public static func on(
        variant: Variant? = nil,
        value: JSONValue? = nil,
        reason: Reason = .unspecified
    ) -> Decision {
        Decision(.on, variant: variant, value: value, reason: reason)
    }
}

/// The name of a variant.
///
/// One that ``ActivationConfig/variant(_:)`` prepared costs nothing per
/// decision; one that is made from text for one answer is copied.
public struct Variant: Sendable {
    /// Copying an interned name must touch no reference count, so it does not carry its text.
    @usableFromInline
    enum Storage: Sendable {
        /// A name that the host keeps.
        case interned(NameReference)
        /// A text that was made for one answer.
        case text(String)
    }

    @usableFromInline let storage: Storage

    /// Makes a variant that was not known when the activation was made.
    ///
    /// - Parameter text: The name of the variant.
    public init(_ text: String) { storage = .text(text) }

    init(_ name: NameReference) { storage = .interned(name) }

    /// The name of the variant.
    public var text: String {
        switch storage {
        case .interned(let name): name.text
        case .text(let text): text
        }
    }
}

/// A form in which an activation can give its decision.
public protocol ActivationOutcome {
    /// Writes the decision in the terms of the interface.
    ///
    /// - Parameter result: The host's result, reset.
    /// - Returns: The status.
    func write(to result: UnsafeMutablePointer<novi_result>) -> Int32
}

extension Bool: ActivationOutcome {
    /// On or off.
    @inlinable
    public func write(to result: UnsafeMutablePointer<novi_result>) -> Int32 {
        self ? Int32(NOVI_ON) : Int32(NOVI_OFF)
    }
}

extension Bool?: ActivationOutcome {
    /// On, off, or no opinion.
    @inlinable
    public func write(to result: UnsafeMutablePointer<novi_result>) -> Int32 {
        self?.write(to: result) ?? Int32(NOVI_ABSTAIN)
    }
}

extension Decision: ActivationOutcome {
    /// The verdict, and what was chosen.
    @inlinable
    public func write(to result: UnsafeMutablePointer<novi_result>) -> Int32 {
        result.pointee.reason = reason.rawValue
        if let variant { result.setVariant(variant) }
        if let value { result.setValue(value) }
        return switch verdict {
        case .off: Int32(NOVI_OFF)
        case .on: Int32(NOVI_ON)
        case .abstain: Int32(NOVI_ABSTAIN)
        }
    }
}
