internal import CNovi
internal import NoviActivation

/// The attributes of a context while it is being written.
struct ContextDraft: ~Copyable {
    /// An attribute whose texts are ranges of the draft's.
    struct Attribute {
        var name: Range<Int>
        var value: novi_value
        var text: Range<Int>?

        /// The attribute with its texts where they lie now.
        func placed(in memory: UnsafeRawBufferPointer) -> ContextMemory.Attribute {
            var value = value
            if let text {
                value.as.text = memory.baseAddress?.advanced(by: text.lowerBound)
                    .assumingMemoryBound(to: CChar.self)
                value.size = UInt32(text.count)
            }
            return ContextMemory.Attribute(
                name: novi_string(
                    data: memory.baseAddress?.advanced(by: name.lowerBound)
                        .assumingMemoryBound(to: CChar.self),
                    size: name.count
                ),
                value: value
            )
        }
    }

    private(set) var attributes: [Attribute] = []
    private(set) var text: [UInt8] = []

    /// Makes an empty draft.
    ///
    /// - Parameter count: How many attributes will come.
    init(expecting count: Int) {
        attributes.reserveCapacity(count)
        text.reserveCapacity(count * 32)
    }

    /// Adds an attribute.
    mutating func add(_ name: String, _ value: JSONValue) {
        let name = append(name)
        switch value {
        case .null: add(name, NOVI_NULL)
        case .boolean(let flag): add(name, NOVI_BOOLEAN, integer: flag ? 1 : 0)
        case .integer(let number): add(name, NOVI_INTEGER, integer: number)
        case .double(let number): add(name, number)
        case .string(let string): add(name, NOVI_STRING, text: append(string))
        case .array, .object: add(name, NOVI_JSON, text: append(value.jsonText))
        case .largeInteger(let digits):
            // An app may have written anything; what is passed on as JSON has to be JSON.
            let isNumber = (try? JSONValue(parsing: digits)) == value
            add(name, isNumber ? NOVI_JSON : NOVI_STRING, text: append(digits))
        }
    }

    private mutating func append(_ string: String) -> Range<Int> {
        let start = text.count
        text.append(contentsOf: string.utf8)
        return start..<text.count
    }

    private mutating func add(_ name: Range<Int>, _ type: Int, integer: Int64 = 0) {
        var value = novi_value()
        value.type = UInt32(type)
        value.as.integer = integer
        attributes.append(Attribute(name: name, value: value, text: nil))
    }

    private mutating func add(_ name: Range<Int>, _ number: Double) {
        var value = novi_value()
        value.type = UInt32(NOVI_DOUBLE)
        value.as.real = number
        attributes.append(Attribute(name: name, value: value, text: nil))
    }

    private mutating func add(_ name: Range<Int>, _ type: Int, text: Range<Int>) {
        var value = novi_value()
        value.type = UInt32(type)
        attributes.append(Attribute(name: name, value: value, text: text))
    }
}
