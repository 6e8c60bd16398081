internal import CNovi
public import NoviActivation

/// The facts about the caller for whom flags are evaluated.
///
///     let context: EvaluationContext = [
///         "targetingKey": "user-42",
///         "plan": "pro",
///         "age": 31,
///         "address": ["country": "NL"],
///     ]
///
/// A context is immutable, and may be used from many threads and many times;
/// one that is used again need not be built again.
public struct EvaluationContext: Sendable, ExpressibleByDictionaryLiteral {
    /// Nil if there are no attributes: then no reference is counted.
    let memory: ContextMemory?

    /// Makes a context without attributes.
    public init() { memory = nil }

    /// Makes a context; of two attributes with the same name the last counts.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements)
    }

    /// Makes a context; of two attributes with the same name the last counts.
    ///
    /// - Parameter attributes: The attributes' names and values.
    public init(_ attributes: some Collection<(String, JSONValue)>) {
        memory = attributes.isEmpty ? nil : ContextMemory(attributes)
    }

    /// Reads a context from a JSON object.
    ///
    /// - Parameter json: The text of the object; text of white space alone, or
    ///   null, is a context without attributes.
    /// - Throws: ``EvaluationError`` with `PARSE_ERROR` if the text is not
    ///   JSON, with `INVALID_CONTEXT` if it is not an object.
    public init(json: UnsafeRawBufferPointer) throws(EvaluationError) {
        guard json.contains(where: { !Self.whitespace.contains($0) }) else {
            self.init()
            return
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: json)
        } catch {
            throw EvaluationError(.parseError, "The context is not JSON: \(error)")
        }
        switch value {
        case .object(let object): self.init(object.map { ($0.key, $0.value) })
        case .null: self.init()
        default:
            throw EvaluationError(
                .invalidContext,
                "The context must be a JSON object, such as {\"targetingKey\": \"user-42\"}."
            )
        }
    }

    /// Reads a context from the text of a JSON object.
    ///
    /// - Parameter json: The text, as ``init(json:)-(UnsafeRawBufferPointer)``
    ///   takes it.
    /// - Throws: ``EvaluationError`` if it is not a JSON object.
    public init(json: String) throws(EvaluationError) {
        var json = json
        let result: Result<EvaluationContext, EvaluationError> = json.withUTF8 { utf8 in
            Result { () throws(EvaluationError) in
                try EvaluationContext(json: UnsafeRawBufferPointer(utf8))
            }
        }
        self = try result.get()
    }

    private static let whitespace: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

    /// The attributes, in the order in which they were given.
    public var attributes: [(name: String, value: JSONValue)] {
        memory?.values.compactMap { name, value in value.json.map { (name, $0) } } ?? []
    }

    /// The value of an attribute; nil if there is none.
    public subscript(name: String) -> JSONValue? {
        name.withBorrowedText { name in
            memory.flatMap { ContextValue(raw: $0.find(UnsafeRawBufferPointer(name))).json }
        }
    }
}
