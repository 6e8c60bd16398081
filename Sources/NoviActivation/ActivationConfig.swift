internal import CNovi

/// The config of one activation, and the means to prepare what it names.
///
/// It is lent to an initialiser and must not be kept.
public struct ActivationConfig {
    /// The host that creates the activation.
    let host: UnsafePointer<novi_host>
    /// What the host creates it from.
    let args: UnsafePointer<novi_create_args>

    /// The config column of the row, as it is.
    ///
    /// Bytes that are not UTF-8 are replaced.
    public var text: String { String(args.pointee.config) }

    /// The config column, read as JSON.
    ///
    /// - Throws: ``ActivationError`` with the position at which the text
    ///   is not JSON.
    public var json: JSONValue {
        get throws(ActivationError) {
            do throws(JSONError) {
                return try JSONValue(parsing: UnsafeRawBufferPointer(args.pointee.config))
            } catch {
                throw .config("The config is not JSON: \(error)")
            }
        }
    }

    /// The id of the activation's row.
    public var activationID: Int64 { args.pointee.activation_id }
    /// The name of the activation's row.
    public var activationName: String { String(args.pointee.activation_name) }
    /// The name under which the host knows the class.
    public var className: String { String(args.pointee.class_name) }

    /// Prepares the fast look-up of an attribute.
    ///
    /// - Parameter name: The name of the attribute, as contexts have it.
    /// - Returns: The key with which ``ActivationContext`` finds it.
    public func key(_ name: String) -> Key {
        Key(name, id: name.withBorrowedText { host.pointee.intern_key(host, $0) })
    }

    /// Prepares a variant, so that decisions with it cost nothing.
    ///
    /// - Parameter name: The name of the variant.
    /// - Returns: The variant to put into a ``Decision``.
    public func variant(_ name: String) -> Variant {
        let interned = name.withBorrowedText { host.pointee.intern_name(host, $0) }
        return interned.map { Variant(NameReference(name: $0, host: host)) } ?? Variant(name)
    }

    /// Resolves another activation, for a rule that is made of other rules.
    ///
    /// - Parameter id: The id of the other activation's row.
    /// - Returns: The activation, which lives as long as the one that is being
    ///   made. If it cannot work, evaluating it fails.
    /// - Throws: ``ActivationError`` if there is no such activation, or if it
    ///   leads back to this one.
    public func activation(id: Int64) throws(ActivationError) -> ResolvedActivation {
        try ResolvedActivation(id: id, host: host, args: args)
    }
}

extension ActivationConfig {
    /// The schema of a config that lists activations.
    public static var listOfActivationsSchema: String {
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "array",
          "items": {"type": "integer", "description": "The id of an activation."},
          "examples": [[1, 2]]
        }
        """
    }

    /// Resolves the activations that the config lists by their ids, for a rule
    /// that combines others: `[1, 2]`.
    ///
    /// - Returns: The activations in ascending order of their ids, each once,
    ///   so that a decision does not depend on the order in the config.
    /// - Throws: ``ActivationError`` if the config is no such list, or if an
    ///   activation does not exist or leads back to this one.
    public func activations() throws(ActivationError) -> [ResolvedActivation] {
        guard let list = try json.array else { throw .config(Self.listRemedy) }
        var ids: Set<Int64> = []
        for item in list {
            guard let id = item.integer else { throw .config(Self.listRemedy) }
            ids.insert(id)
        }
        var resolved: [ResolvedActivation] = []
        for id in ids.sorted() { resolved.append(try activation(id: id)) }
        return resolved
    }

    private static var listRemedy: String {
        "The config is no list of activations; write their ids, such as [1, 2]."
    }
}

/// A form in which an activation can ask for its config.
public protocol ActivationConfigForm {
    /// Reads the config.
    ///
    /// - Parameter config: The config column and what belongs to it.
    /// - Throws: An error that says what is wrong with the config.
    init(reading config: ActivationConfig) throws
}

extension ActivationConfig: ActivationConfigForm {
    /// Takes the config as it is.
    public init(reading config: ActivationConfig) { self = config }
}

extension String: ActivationConfigForm {
    /// Takes the text of the config.
    public init(reading config: ActivationConfig) { self = config.text }
}

extension JSONValue: ActivationConfigForm {
    /// Reads the config as JSON.
    public init(reading config: ActivationConfig) throws { self = try config.json }
}
