// An unsafe edge: a context as plugins read it.

internal import CNovi
internal import NoviActivation

/// A context in the form of the interface.
///
/// One piece of memory holds all of it: the `novi_context`, the attributes,
/// the slots, and the text of both.
final class ContextMemory: Sendable {
    /// One attribute, for look-ups by name.
    private struct Attribute {
        let name: novi_string
        let value: novi_value
    }

    /// Immutable, and valid as long as this object; the memory begins with it.
    nonisolated(unsafe) let context: UnsafePointer<novi_context>
    private nonisolated(unsafe) let attributes: UnsafeBufferPointer<Attribute>

    /// Lays out attributes.
    init(_ given: some Collection<(String, JSONValue)>) {
        (context, attributes) = withUnsafeTemporaryAllocation(
            of: ContextEntry.self,
            capacity: given.count
        ) { entries in
            // What is interned from here on is looked up by name: if it had a slot, the keys before
            // it that were interned meanwhile would seem to have no value.
            let keyCount = UInt32(Interner.keys.count)
            for (index, (name, value)) in given.enumerated() {
                let entry = ContextEntry(name, value, keyCount: keyCount)
                entries.initializeElement(at: index, to: entry)
            }
            defer { entries.deinitialize() }
            return Self.lay(out: UnsafeBufferPointer(entries), keyCount: keyCount)
        }
        let context = UnsafeMutablePointer(mutating: context)
        context.pointee.host_data = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
    }

    private static func lay(
        out entries: UnsafeBufferPointer<ContextEntry>,
        keyCount: UInt32
    ) -> (UnsafePointer<novi_context>, UnsafeBufferPointer<Attribute>) {
        let slotCount = entries.reduce(0) { max($0, $1.slotCount) }
        let attributesOffset = MemoryLayout<novi_context>.stride
        let slotsOffset = attributesOffset + MemoryLayout<Attribute>.stride * entries.count
        let textOffset = slotsOffset + MemoryLayout<novi_value>.stride * slotCount
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: entries.reduce(textOffset) { $0 + $1.textSize },
            alignment: MemoryLayout<novi_context>.alignment
        )
        let context = memory.initializeMemory(as: novi_context.self, to: .empty)
        let attributes = (memory + attributesOffset)
            .bindMemory(to: Attribute.self, capacity: entries.count)
        let slots = (memory + slotsOffset)
            .initializeMemory(as: novi_value.self, repeating: novi_value(), count: slotCount)
        var end = memory + textOffset
        for (index, entry) in entries.enumerated() {
            let name = end.append(entry.name)
            var value = entry.value
            if let text = entry.text.map({ end.append($0) }) {
                value.as.text = text.data
                value.size = UInt32(clamping: text.size)
            }
            (attributes + index).initialize(to: Attribute(name: name, value: value))
            if entry.slotCount > 0 { slots[entry.slotCount - 1] = value }
        }
        context.pointee.slot_count = UInt32(slotCount)
        context.pointee.key_count = keyCount
        context.pointee.slots = slotCount == 0 ? nil : UnsafePointer(slots)
        let all = UnsafeBufferPointer(start: UnsafePointer(attributes), count: entries.count)
        return (UnsafePointer(context), all)
    }

    deinit { UnsafeMutablePointer(mutating: context).deallocate() }

    /// Finds an attribute by name; of two the last counts.
    func find(_ name: UnsafeRawBufferPointer) -> novi_value {
        attributes.last { name.isEqual(to: $0.name) }?.value ?? novi_value()
    }

    /// The attributes, in the order in which they were given.
    var values: [(name: String, value: ContextValue)] {
        attributes.map { (String($0.name), ContextValue(raw: $0.value)) }
    }
}

/// One attribute before it is laid out.
private struct ContextEntry {
    let name: String
    /// The value, except for its text.
    let value: novi_value
    /// The text of the value; nil if its type has none.
    let text: String?
    /// How many slots there have to be for the attribute's key; 0 if the key is
    /// not known.
    let slotCount: Int

    /// How many bytes of text there are.
    var textSize: Int { name.utf8.count + (text?.utf8.count ?? 0) }

    init(_ name: String, _ value: JSONValue, keyCount: UInt32) {
        self.name = name
        let key = name.withBorrowedText { Interner.keys.find(UnsafeRawBufferPointer($0)) }
        slotCount = key.map(\.pointee.id).flatMap { $0 < keyCount ? Int($0) + 1 : nil } ?? 0
        var raw = novi_value()
        (raw.type, text) = value.rawType
        switch value {
        case .boolean(let flag): raw.as.integer = flag ? 1 : 0
        case .integer(let number): raw.as.integer = number
        case .double(let number): raw.as.real = number
        case .null, .string, .array, .object, .largeInteger: break
        }
        self.value = raw
    }
}

extension JSONValue {
    /// The type in the interface, and the text for those that have one.
    fileprivate var rawType: (UInt32, text: String?) {
        switch self {
        case .null: (UInt32(NOVI_NULL), nil)
        case .boolean: (UInt32(NOVI_BOOLEAN), nil)
        case .integer: (UInt32(NOVI_INTEGER), nil)
        case .double: (UInt32(NOVI_DOUBLE), nil)
        case .string(let string): (UInt32(NOVI_STRING), string)
        case .array, .object: (UInt32(NOVI_JSON), pythonText)
        case .largeInteger(let digits):
            // An app may have written anything; what is passed on as JSON has to be JSON.
            (
                (try? JSONValue(parsing: digits)) == self ? UInt32(NOVI_JSON) : UInt32(NOVI_STRING),
                digits
            )
        }
    }
}

extension UnsafeMutableRawPointer {
    /// Copies text to here, and goes on behind it.
    fileprivate mutating func append(_ string: String) -> novi_string {
        let start = self
        let size = string.withBorrowedText { text in
            if let data = text.data { start.copyMemory(from: data, byteCount: text.size) }
            return text.size
        }
        self += size
        return novi_string(data: start.assumingMemoryBound(to: CChar.self), size: size)
    }
}

extension novi_context {
    /// A context without attributes.
    static var empty: novi_context {
        novi_context(
            size: UInt32(MemoryLayout<novi_context>.size),
            slot_count: 0,
            // No key has a value, however late it is interned.
            key_count: UInt32.max,
            reserved: 0,
            slots: nil,
            now: 0,
            find_key: { context, id in
                guard let name = Interner.keys[id] else { return novi_value() }
                return findAttribute(context, name.pointee.text)
            },
            find: findAttribute,
            host_data: nil
        )
    }
}

private func findAttribute(
    _ context: UnsafePointer<novi_context>?,
    _ name: novi_string
) -> novi_value {
    guard let data = context?.pointee.host_data else { return novi_value() }
    return Unmanaged<ContextMemory>.fromOpaque(data)._withUnsafeGuaranteedRef {
        $0.find(UnsafeRawBufferPointer(name))
    }
}
