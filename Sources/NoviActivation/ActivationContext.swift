public import CNovi
internal import Synchronization

/// The facts about the caller for whom an activation decides.
///
/// It is lent for the time of one evaluation, with all that it gives; nothing
/// of it may be kept.
public struct ActivationContext {
    /// The context of the interface.
    @usableFromInline let raw: UnsafePointer<novi_context>
    /// Where the decision goes.
    @usableFromInline let result: UnsafeMutablePointer<novi_result>

    @inlinable
    init(raw: UnsafePointer<novi_context>, result: UnsafeMutablePointer<novi_result>) {
        self.raw = raw
        self.result = result
    }

    /// The value of an attribute whose key was prepared; the fast way.
    @inlinable
    public subscript(key: Key) -> ContextValue {
        key.id == NOVI_NO_KEY
            ? find(key) : ContextValue(raw: novi_context_value(raw, key.id))
    }

    @usableFromInline
    func find(_ key: Key) -> ContextValue {
        ContextValue(raw: key.name.map { raw.pointee.find(raw, $0.pointee) } ?? novi_value())
    }

    /// The value of an attribute by its name.
    public subscript(name: String) -> ContextValue {
        ContextValue(raw: name.withBorrowedText { raw.pointee.find(raw, $0) })
    }

    /// The OpenFeature targeting key: who the caller is.
    public var targetingKey: String? { self["targetingKey"].string }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    ///
    /// The clock is read once for all activations of a flag, and only if the
    /// class has ``ActivationTraits/clock``; else it is 0.
    @inlinable
    public var now: Int64 { raw.pointee.now }
}

/// An attribute's key, prepared when the activation was made.
public struct Key: Sendable, Hashable {
    /// The id that the host gave it; `NOVI_NO_KEY` if it has given all.
    @usableFromInline let id: UInt32
    /// The attribute's name, kept until the process ends; nil if there is an id.
    fileprivate nonisolated(unsafe) let name: UnsafePointer<novi_string>?

    /// The names of the keys without ids.
    private static let names = Mutex<[ExactText: Key]>([:])

    /// Prepares a key.
    init(_ name: String, id: UInt32) {
        self = id == NOVI_NO_KEY ? Self.named(name) : Key(id: id, name: nil)
    }

    private init(id: UInt32, name: UnsafePointer<novi_string>?) {
        self.id = id
        self.name = name
    }

    private static func named(_ name: String) -> Key {
        names.withLock { names in
            if let known = names[ExactText(name)] { return known }
            let text = UnsafeMutablePointer<novi_string>.allocate(capacity: 1)
            text.initialize(to: .immortal(name))
            let key = Key(id: NOVI_NO_KEY, name: UnsafePointer(text))
            names[ExactText(name)] = key
            return key
        }
    }
}

/// The value of an attribute, borrowed from a context.
public struct ContextValue {
    /// The value of the interface.
    @usableFromInline let raw: novi_value

    /// Takes a value of the interface, which lives as long as what lent it.
    @inlinable
    public init(raw: novi_value) { self.raw = raw }

    /// Whether the context lacks the attribute, or has it in a form that this
    /// version of the interface does not know.
    @inlinable
    public var isMissing: Bool {
        !(UInt32(NOVI_NULL)...UInt32(NOVI_JSON)).contains(raw.type)
    }

    /// Whether the attribute is JSON's null.
    public var isNull: Bool { raw.type == UInt32(NOVI_NULL) }

    /// The value if it is true or false.
    @inlinable
    public var boolean: Bool? {
        raw.type == UInt32(NOVI_BOOLEAN) ? raw.as.integer != 0 : nil
    }

    /// The value if it is a whole number of 64 bits.
    @inlinable
    public var integer: Int64? {
        raw.type == UInt32(NOVI_INTEGER) ? raw.as.integer : nil
    }

    /// The value if it is a number; a whole number beyond 64 bits is found in
    /// ``json`` alone.
    @inlinable
    public var double: Double? {
        switch raw.type {
        case UInt32(NOVI_DOUBLE): raw.as.real
        case UInt32(NOVI_INTEGER): Double(raw.as.integer)
        default: nil
        }
    }

    /// The value if it is text.
    public var string: String? {
        utf8.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of the value if it is text, without a copy.
    ///
    /// They are valid while the context is.
    @inlinable
    public var utf8: UnsafeRawBufferPointer? {
        raw.type == UInt32(NOVI_STRING) ? text : nil
    }

    /// The text, of whichever type; what is nowhere has no bytes.
    @inlinable
    var text: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: raw.as.text, count: raw.as.text == nil ? 0 : Int(raw.size))
    }

    /// The value in whatever form it has; nil if the attribute is missing.
    public var json: JSONValue? {
        switch raw.type {
        case UInt32(NOVI_NULL): .null
        case UInt32(NOVI_BOOLEAN): .boolean(raw.as.integer != 0)
        case UInt32(NOVI_INTEGER): .integer(raw.as.integer)
        case UInt32(NOVI_DOUBLE): .double(raw.as.real)
        case UInt32(NOVI_STRING): string.map(JSONValue.string)
        case UInt32(NOVI_JSON): parsed
        default: nil
        }
    }

    /// The JSON text, read; the host has checked it.
    private var parsed: JSONValue? {
        // Only a host that breaks the interface sends text that is not JSON.
        try? JSONValue(parsing: text)
    }
}
