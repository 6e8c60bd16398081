// An unsafe edge: a context as plugins read it.

internal import CNovi
internal import NoviActivation

/// A context in the form of the interface.
///
/// Two pieces of memory hold it: the `novi_context` with slots and attributes,
/// and the text of both.
final class ContextMemory: Sendable {
    /// One attribute, for look-ups by name.
    struct Attribute {
        let name: novi_string
        let value: novi_value
    }

    /// Immutable, and valid as long as this object.
    nonisolated(unsafe) let context: UnsafePointer<novi_context>
    private nonisolated(unsafe) let slots: UnsafeMutableBufferPointer<novi_value>
    private nonisolated(unsafe) let attributes: UnsafeMutableBufferPointer<Attribute>
    private nonisolated(unsafe) let text: UnsafeMutableRawBufferPointer

    /// Lays out a draft.
    init(_ draft: borrowing ContextDraft) {
        // What is interned from here on is looked up by name.
        let keyCount = Interner.keys.count
        text = .allocate(byteCount: draft.text.count, alignment: 1)
        text.copyBytes(from: draft.text)
        attributes = .allocate(capacity: draft.attributes.count)
        for (index, attribute) in draft.attributes.enumerated() {
            let attribute = attribute.placed(in: UnsafeRawBufferPointer(text))
            attributes.initializeElement(at: index, to: attribute)
        }
        slots = Self.makeSlots(attributes, keyCount: keyCount)
        let context = UnsafeMutablePointer<novi_context>.allocate(capacity: 1)
        context.initialize(to: .empty)
        context.pointee.slot_count = UInt32(slots.count)
        context.pointee.key_count = UInt32(keyCount)
        context.pointee.slots = UnsafePointer(slots.baseAddress)
        self.context = UnsafePointer(context)
        context.pointee.host_data = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        UnsafeMutablePointer(mutating: context).deallocate()
        slots.deallocate()
        attributes.deallocate()
        text.deallocate()
    }

    /// Puts each attribute whose key is known where the key's id says.
    ///
    /// Keys that are interned meanwhile are left out: one of them in a slot
    /// would say that those before it have no value.
    private static func makeSlots(
        _ attributes: UnsafeMutableBufferPointer<Attribute>,
        keyCount: Int
    ) -> UnsafeMutableBufferPointer<novi_value> {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: attributes.count) { ids in
            var count = 0
            for (index, attribute) in attributes.enumerated() {
                let key = Interner.keys.find(UnsafeRawBufferPointer(attribute.name))
                let id = key.map(\.pointee.id).flatMap { $0 < keyCount ? $0 : nil }
                ids.initializeElement(at: index, to: id ?? NOVI_NO_KEY)
                if let id { count = max(count, Int(id) + 1) }
            }
            let slots = UnsafeMutableBufferPointer<novi_value>.allocate(capacity: count)
            slots.initialize(repeating: novi_value())
            for (index, id) in ids.enumerated() where id != NOVI_NO_KEY {
                slots[Int(id)] = attributes[index].value
            }
            return slots
        }
    }

    /// Finds an attribute by name; of two the last counts.
    func find(_ name: UnsafeRawBufferPointer) -> novi_value {
        attributes.last { name.isEqual(to: $0.name) }?.value ?? novi_value()
    }

    /// The attributes, in the order in which they were given.
    var values: [(name: String, value: ContextValue)] {
        attributes.map { (String($0.name), ContextValue(raw: $0.value)) }
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
