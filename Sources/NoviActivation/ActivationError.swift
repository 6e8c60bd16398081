public import CNovi

/// Why an activation cannot be made, or cannot decide.
///
/// An author may throw any error; this one also carries a code, of which the
/// OpenFeature codes reach the caller as they are.
public struct ActivationError: Error, Hashable {
    /// The kind of failure, in OpenFeature's terms.
    public enum Code: Sendable, Hashable, CaseIterable {
        /// Any failure without a code of its own.
        case general
        /// A text could not be parsed.
        case parseError
        /// The context has no targeting key.
        case targetingKeyMissing
        /// The context does not have what the rule requires, in a form that it
        /// can use.
        case invalidContext
        /// A value is not of the type that was asked for.
        case typeMismatch
        /// A flag that the rule refers to does not exist.
        case flagNotFound
        /// What the rule relies on is not ready yet.
        case providerNotReady
        /// What the rule relies on has failed for good.
        case providerFatal
        /// The config is not one that the class can work with.
        case config
        /// The host lacks a service that the class needs.
        case unsupported
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

    /// Makes an error about the config.
    ///
    /// - Parameter message: One sentence: what is wrong with it, and what to do.
    /// - Returns: The error.
    public static func config(_ message: String) -> ActivationError { .init(.config, message) }

    /// Makes an error about the context.
    ///
    /// - Parameter message: One sentence: what is wrong with it.
    /// - Returns: The error.
    public static func invalidContext(_ message: String) -> ActivationError {
        .init(.invalidContext, message)
    }

    /// Takes over any error that an author throws.
    @usableFromInline
    init(describing error: any Error) {
        self = error as? ActivationError ?? .init(.general, String(describing: error))
    }
}

extension ActivationError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}

extension ActivationError.Code {
    /// The status of the interface.
    package var status: Int32 {
        switch self {
        case .general: Int32(NOVI_ERROR_GENERAL)
        case .parseError: Int32(NOVI_ERROR_PARSE)
        case .targetingKeyMissing: Int32(NOVI_ERROR_TARGETING_KEY_MISSING)
        case .invalidContext: Int32(NOVI_ERROR_INVALID_CONTEXT)
        case .typeMismatch: Int32(NOVI_ERROR_TYPE_MISMATCH)
        case .flagNotFound: Int32(NOVI_ERROR_FLAG_NOT_FOUND)
        case .providerNotReady: Int32(NOVI_ERROR_NOT_READY)
        case .providerFatal: Int32(NOVI_ERROR_FATAL)
        case .config: Int32(NOVI_ERROR_CONFIG)
        case .unsupported: Int32(NOVI_ERROR_UNSUPPORTED)
        }
    }

    /// Reads a status of the interface; an unknown one is a general failure.
    ///
    /// - Parameter status: A status below zero.
    package init(status: Int32) {
        self = Self.allCases.first { $0.status == status } ?? .general
    }
}

extension ActivationError {
    /// Writes the error in the terms of the interface.
    ///
    /// - Parameter result: The host's result.
    /// - Returns: The status.
    @usableFromInline
    func write(to result: UnsafeMutablePointer<novi_result>) -> Int32 {
        result.pointee.message = result.copy(message) ?? novi_string()
        return code.status
    }

    /// Writes the error where `create` reports it.
    ///
    /// - Parameter buffer: The host's buffer; null if it does not listen.
    /// - Returns: The status.
    func write(to buffer: UnsafeMutablePointer<novi_error>?) -> Int32 {
        buffer?.write(message)
        return code.status
    }
}
