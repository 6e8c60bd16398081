internal import CNovi

/// A rule that decides whether a feature is on for one caller.
///
/// A plugin author writes a type that conforms, and one exported line:
///
///     struct StaffActivation: BaseActivation {
///         let domain: String
///
///         init(config: String) throws { domain = "@" + config }
///
///         func evaluate(_ context: ActivationContext) -> Bool {
///             context["email"].string?.hasSuffix(domain) ?? false
///         }
///     }
///
/// The host makes an instance for each row of the database that names the
/// class, once, with the row's config; the instance then decides for every
/// context, on many threads at the same time.
///
/// What the type asks for and returns is the author's choice. The config comes
/// as `String`, as ``JSONValue``, or as ``ActivationConfig``, with which keys
/// and variants can be prepared. The decision is a `Bool`, a `Bool?` whose nil
/// says that the context lacks what the rule needs, or a ``Decision`` with a
/// variant, a value and a reason.
///
/// The class takes the name of the type. Do not give the type the name of its
/// module.
public protocol BaseActivation: Sendable {
    /// The form in which the config is read.
    associatedtype Config: ActivationConfigForm = String
    /// The form in which the decision is given.
    associatedtype Outcome: ActivationOutcome = Bool

    /// What the class decides, in one line.
    static var summary: String { get }
    /// What the class promises to the host and asks of it.
    static var traits: ActivationTraits { get }
    /// A JSON Schema (2020-12) of the config; empty if there is none.
    static var configSchema: String { get }

    /// Makes an instance from the config of one activation.
    ///
    /// - Parameter config: The config column of the row.
    /// - Throws: Any error; its description is what the operator reads, so it
    ///   should say what is wrong and what to do.
    init(config: Config) throws

    /// Decides for one context.
    ///
    /// It runs on many threads at the same time, and must not block.
    ///
    /// - Parameter context: The facts about the caller; borrowed, so nothing
    ///   of it may be kept.
    /// - Returns: Whether the feature is on.
    /// - Throws: Any error. The flag then answers with the caller's default,
    ///   and with the description of the error.
    func evaluate(_ context: ActivationContext) throws -> Outcome

    /// Describes how the instance decides for a context, in one sentence.
    ///
    /// - Parameter context: The facts about the caller.
    /// - Returns: The sentence; nil if there is nothing to say.
    func explain(_ context: ActivationContext) -> String?

    /// Decides for one context, in the terms of the interface.
    ///
    /// The default serves every author: its body is compiled, with the
    /// author's own types, where the author's type is.
    ///
    /// - Parameter context: The context and the place for the result.
    /// - Returns: A status of the interface.
    func status(for context: ActivationContext) -> Int32
}

extension BaseActivation {
    /// Nothing is said.
    public static var summary: String { "" }
    /// Nothing is promised and nothing asked for.
    public static var traits: ActivationTraits { [] }
    /// There is no schema.
    public static var configSchema: String { "" }

    /// There is nothing to say.
    public func explain(_ context: ActivationContext) -> String? { nil }

    /// Evaluates, and writes what was decided or thrown into the result.
    @inlinable
    public func status(for context: ActivationContext) -> Int32 {
        do {
            return try evaluate(context).write(to: context.result)
        } catch {
            return ActivationError(describing: error).write(to: context.result)
        }
    }
}

/// What an activation class promises to the host and asks of it.
public struct ActivationTraits: OptionSet, Hashable, Sendable {
    /// The bits, as the interface numbers them.
    public let rawValue: UInt32

    /// Takes bits of the interface.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The decision depends on nothing but the config and the context.
    ///
    /// The corresponding C constant is `NOVI_CLASS_PURE`.
    public static let pure = ActivationTraits(rawValue: UInt32(NOVI_CLASS_PURE))
    /// An instance must not run on two threads at the same time.
    ///
    /// The corresponding C constant is `NOVI_CLASS_SERIAL`.
    public static let serial = ActivationTraits(rawValue: UInt32(NOVI_CLASS_SERIAL))
    /// The decision uses ``ActivationContext/now``.
    ///
    /// The corresponding C constant is `NOVI_CLASS_CLOCK`.
    public static let clock = ActivationTraits(rawValue: UInt32(NOVI_CLASS_CLOCK))
}
