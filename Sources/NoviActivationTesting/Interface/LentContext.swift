// An unsafe edge: a context as plugins read it.

internal import CNovi
internal import NoviActivation
internal import Synchronization

/// A context in the form of the interface, in one piece of memory.
final class LentContext: Sendable {
    /// One attribute, for look-ups by name.
    private struct Entry {
        let name: novi_string
        let value: novi_value
    }

    /// What it holds.
    let plan: ContextPlan
    /// Where it is; it begins with the `novi_context`.
    let memory: LentMemory
    private let host: TestHost
    private nonisolated(unsafe) let entries: UnsafeMutablePointer<Entry>
    /// The names that were looked for.
    private let asked = Mutex<Set<[UInt8]>>([])

    /// Builds a context.
    ///
    /// - Parameters:
    ///   - plan: What it holds.
    ///   - host: Whose keys it knows.
    ///   - isGuarded: Whether a process ends that writes it, or reads it when
    ///     it is not lent.
    init(_ plan: ContextPlan, host: TestHost, isGuarded: Bool = false) {
        let records = host.records.withLock { $0 }
        let keyCount = plan.layout.keyCount(of: records.keys.count)
        let ids = plan.attributes.map { attribute in
            records.id(ofKey: attribute.name).flatMap { $0 < keyCount ? Int($0) : nil }
        }
        let slotCount = ids.reduce(0) { max($0, ($1 ?? -1) + 1) }
        let entriesOffset = MemoryLayout<novi_context>.stride
        let slotsOffset = entriesOffset + MemoryLayout<Entry>.stride * ids.count
        let textOffset = slotsOffset + MemoryLayout<novi_value>.stride * slotCount
        let size = plan.attributes.reduce(textOffset) { $0 + $1.name.count + $1.value.textSize }
        memory = LentMemory(count: (size + 15) & ~15, isGuarded: isGuarded)
        let start = memory.start
        entries = (start + entriesOffset).bindMemory(to: Entry.self, capacity: ids.count)
        self.plan = plan
        self.host = host
        let slots = (start + slotsOffset)
            .initializeMemory(as: novi_value.self, repeating: novi_value(), count: slotCount)
        var text = start + textOffset
        for (index, attribute) in plan.attributes.enumerated() {
            let name = text.append(attribute.name)
            let value = attribute.value.make(textAt: &text)
            (entries + index).initialize(to: Entry(name: name, value: value))
            if let id = ids[index] { slots[id] = value }
        }
        start.initializeMemory(as: novi_context.self, to: .lent)
        let context = start.assumingMemoryBound(to: novi_context.self)
        context.pointee.slot_count = UInt32(slotCount)
        context.pointee.key_count = UInt32(keyCount)
        context.pointee.slots = slotCount == 0 ? nil : UnsafePointer(slots)
        context.pointee.now = plan.now
        context.pointee.host_data = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        memory.seal()
    }

    /// Lends the context for the time of one call.
    func lend<R>(_ body: (UnsafePointer<novi_context>) -> R) -> R {
        memory.open()
        defer { memory.close() }
        return body(UnsafePointer(memory.start.assumingMemoryBound(to: novi_context.self)))
    }

    /// The names that were looked for one by one.
    var askedNames: Set<[UInt8]> { asked.withLock { $0 } }
}

// MARK: - Looking up

extension LentContext {
    fileprivate static func of(_ context: UnsafePointer<novi_context>?) -> LentContext? {
        (context?.pointee.host_data).map {
            Unmanaged<LentContext>.fromOpaque($0).takeUnretainedValue()
        }
    }

    fileprivate func find(_ name: novi_string) -> novi_value {
        guard case .bytes(let name) = TextPiece(name) else { return find([]) }
        return find(name)
    }

    fileprivate func find(key: UInt32) -> novi_value {
        let name = host.records.withLock { records in
            records.keys.indices.contains(Int(key)) ? records.keys[Int(key)] : nil
        }
        return name.map { find($0) } ?? novi_value()
    }

    private func find(_ name: [UInt8]) -> novi_value {
        asked.withLock { _ = $0.insert(name) }
        let index = plan.attributes.lastIndex { $0.name == name }
        return index.map { entries[$0].value } ?? novi_value()
    }
}

extension novi_context {
    /// A context without attributes.
    fileprivate static var lent: novi_context {
        novi_context(
            size: UInt32(MemoryLayout<novi_context>.size),
            slot_count: 0,
            key_count: 0,
            reserved: 0,
            slots: nil,
            now: 0,
            find_key: { LentContext.of($0)?.find(key: $1) ?? novi_value() },
            find: { LentContext.of($0)?.find($1) ?? novi_value() },
            host_data: nil
        )
    }
}

extension ContextPlan.Layout {
    /// How many of the keys were interned before a context was built.
    fileprivate func keyCount(of total: Int) -> Int {
        switch self {
        case .slots: total
        case .halves: total / 2
        case .names: 0
        }
    }
}
