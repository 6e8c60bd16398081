// An unsafe edge: memory that is never freed, read without a lock.

package import CNovi
internal import NoviActivation
internal import Synchronization

/// One text that is kept until the process ends, or, if it is no interned one,
/// until the answer that it belongs to has been read.
///
/// It is what a `novi_name` of the interface points to.
package struct InternedName {
    /// The bytes of the text.
    package let text: novi_string
    /// Which text of its interner it is, counted from 0.
    package let id: UInt32
    /// The hash of the text.
    package let hash: UInt64
    /// The text for Swift; nil if the name was made for one answer.
    package let string: String?
}

/// Gives every text one name that never goes away.
///
/// Texts are found without a lock; adding one takes a lock. The memory that
/// grows is that of the texts alone: context keys and variant names that
/// configs use, never data of requests.
package final class Interner: Sendable {
    /// A hash table whose slots are filled once and never change.
    private struct Table {
        let mask: Int
        let slots: UnsafeMutablePointer<Atomic<UInt>>
        /// The same names in the order of their ids.
        let names: UnsafeMutablePointer<Atomic<UInt>>

        init(capacity: Int) {
            mask = capacity - 1
            slots = .allocate(capacity: capacity)
            names = .allocate(capacity: capacity)
            for index in 0..<capacity {
                (slots + index).initialize(to: Atomic(0))
                (names + index).initialize(to: Atomic(0))
            }
        }
    }

    private let capacity: Int
    private let table: Atomic<UInt>
    private let total = Atomic<Int>(0)
    private let writing = Mutex(())

    /// Makes an interner.
    ///
    /// - Parameter capacity: How many texts it takes at most.
    package init(capacity: Int) {
        self.capacity = capacity
        table = Atomic(UInt(bitPattern: Self.publish(Table(capacity: 64))))
    }

    /// How many texts there are.
    ///
    /// A text that has an id below is found by those who look for it afterwards.
    package var count: Int { total.load(ordering: .acquiring) }

    /// Finds a text.
    ///
    /// - Parameter text: UTF-8.
    /// - Returns: Its name; nil if it was never added.
    package func find(_ text: UnsafeRawBufferPointer) -> UnsafePointer<InternedName>? {
        find(text, hash: text.textHash, in: current)
    }

    /// The name with an id; nil if there is none yet.
    package subscript(id: UInt32) -> UnsafePointer<InternedName>? {
        let table = current.pointee
        guard id <= table.mask else { return nil }
        return UnsafePointer(bitPattern: table.names[Int(id)].load(ordering: .acquiring))
    }

    /// Finds or adds a text.
    ///
    /// - Parameter text: UTF-8.
    /// - Returns: Its name; nil if the interner is full.
    package func intern(_ text: UnsafeRawBufferPointer) -> UnsafePointer<InternedName>? {
        let hash = text.textHash
        if let known = find(text, hash: hash, in: current) { return known }
        let address = writing.withLock { _ in
            // Another thread may have been faster.
            UInt(bitPattern: find(text, hash: hash, in: current) ?? add(text, hash: hash))
        }
        return UnsafePointer(bitPattern: address)
    }

    private var current: UnsafePointer<Table> {
        // The address of a table, which is never freed.
        UnsafePointer(bitPattern: table.load(ordering: .acquiring)).unsafelyUnwrapped
    }

    private static func publish(_ table: Table) -> UnsafePointer<Table> {
        let memory = UnsafeMutablePointer<Table>.allocate(capacity: 1)
        memory.initialize(to: table)
        return UnsafePointer(memory)
    }

    private func find(
        _ text: UnsafeRawBufferPointer,
        hash: UInt64,
        in table: UnsafePointer<Table>
    ) -> UnsafePointer<InternedName>? {
        var index = Int(truncatingIfNeeded: hash) & table.pointee.mask
        while true {
            let address = table.pointee.slots[index].load(ordering: .acquiring)
            guard let name = UnsafePointer<InternedName>(bitPattern: address) else { return nil }
            if name.pointee.hash == hash, text.isEqual(to: name.pointee.text) { return name }
            index = (index + 1) & table.pointee.mask
        }
    }

    private func add(
        _ text: UnsafeRawBufferPointer,
        hash: UInt64
    ) -> UnsafePointer<InternedName>? {
        let count = total.load(ordering: .relaxed)
        guard count < capacity else { return nil }
        if count * 2 > current.pointee.mask { grow() }
        let name = makeName(text, id: UInt32(count), hash: hash)
        insert(name, into: current)
        total.store(count + 1, ordering: .releasing)
        return name
    }

    private func makeName(
        _ text: UnsafeRawBufferPointer,
        id: UInt32,
        hash: UInt64
    ) -> UnsafePointer<InternedName> {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 1)
        bytes.copyMemory(from: text)
        let name = UnsafeMutablePointer<InternedName>.allocate(capacity: 1)
        name.initialize(
            to: InternedName(
                text: novi_string(
                    data: bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                    size: text.count
                ),
                id: id,
                hash: hash,
                string: String(decoding: text, as: UTF8.self)
            )
        )
        return UnsafePointer(name)
    }

    private func insert(_ name: UnsafePointer<InternedName>, into table: UnsafePointer<Table>) {
        var index = Int(truncatingIfNeeded: name.pointee.hash) & table.pointee.mask
        while table.pointee.slots[index].load(ordering: .relaxed) != 0 {
            index = (index + 1) & table.pointee.mask
        }
        let id = Int(name.pointee.id)
        table.pointee.names[id].store(UInt(bitPattern: name), ordering: .releasing)
        table.pointee.slots[index].store(UInt(bitPattern: name), ordering: .releasing)
    }

    /// Publishes a table of twice the size.
    ///
    /// The old one may be in use and is kept; all old ones together are smaller
    /// than the new one.
    private func grow() {
        let old = current
        let new = Self.publish(Table(capacity: (old.pointee.mask + 1) * 2))
        for index in 0...old.pointee.mask {
            let address = old.pointee.slots[index].load(ordering: .relaxed)
            if let name = UnsafePointer<InternedName>(bitPattern: address) {
                insert(name, into: new)
            }
        }
        table.store(UInt(bitPattern: new), ordering: .releasing)
    }
}

extension Interner {
    /// The keys of context attributes.
    ///
    /// They are the process's, not a client's, because a context is written
    /// as a literal before any client is in sight, and because a plugin's
    /// code is loaded once into a process.
    package static let keys = Interner(capacity: 1 << 16)
    /// The names of variants.
    package static let variants = Interner(capacity: 1 << 24)
}
