// An unsafe edge: the memory that evaluation reads.

internal import CNovi
internal import NoviActivation

/// All flags with their activations, ready to be evaluated.
///
/// It never changes.
package final class Snapshot: Sendable {
    /// What the store held.
    package let flags: FlagSet
    /// The activations by the id of their row.
    package let instances: [Int64: ActivationInstance]
    /// Immutable, and valid as long as this object.
    nonisolated(unsafe) let memory: UnsafePointer<SnapshotMemory>

    /// Lays out flags whose activations have been created.
    ///
    /// - Parameters:
    ///   - flags: What the store held.
    ///   - instances: The activations of all links.
    init(_ flags: FlagSet, instances: [Int64: ActivationInstance]) {
        self.flags = flags
        self.instances = instances
        memory = SnapshotMemory.make(flags, instances: instances)
    }

    deinit { SnapshotMemory.free(memory) }

    /// The activations that cannot decide, in ascending order of their ids.
    package var broken: [ActivationInstance] {
        instances.values.filter { $0.problem != nil }.sorted { $0.row.id < $1.row.id }
    }

    /// The flags as evaluation reads them, in ascending order of their ids.
    var nodes: UnsafeBufferPointer<UnsafePointer<FlagNode>> { memory.pointee.nodes }

    /// The row of a flag; nil if there is none with this name.
    package func row(named name: String) -> FlagSet.Row? {
        name.withBorrowedText { memory.find(UnsafeRawBufferPointer($0)) }
            .map { flags.rows[Int($0.pointee.row)] }
    }
}

/// One flag as evaluation reads it.
///
/// Its activations and its name follow it in memory, so that one look-up
/// touches neighbouring cache lines.
struct FlagNode {
    let name: novi_string
    /// Its index in the rows of the flag set.
    let row: UInt32
    let status: Bool
    /// Whether an activation needs the clock.
    let needsClock: Bool
    let activationCount: UInt32
}

extension UnsafePointer<FlagNode> {
    /// The activations, in ascending order of their ids.
    var activations: UnsafeBufferPointer<ActivationNode> {
        let start = UnsafeRawPointer(self + 1).assumingMemoryBound(to: ActivationNode.self)
        return UnsafeBufferPointer(start: start, count: Int(pointee.activationCount))
    }
}

/// A hash table of flags.
struct SnapshotMemory {
    private struct Slot {
        let hash: UInt64
        let flag: UnsafePointer<FlagNode>?
    }

    /// Where all flags lie.
    private let arena: UnsafeMutableRawPointer
    private let slots: UnsafeMutableBufferPointer<Slot>
    private let order: UnsafeMutableBufferPointer<UnsafePointer<FlagNode>>

    /// The flags in ascending order of their ids.
    fileprivate var nodes: UnsafeBufferPointer<UnsafePointer<FlagNode>> {
        UnsafeBufferPointer(order)
    }

    /// Finds a flag by its name.
    fileprivate func find(_ name: UnsafeRawBufferPointer) -> UnsafePointer<FlagNode>? {
        let hash = name.textHash
        let mask = slots.count - 1
        var index = Int(truncatingIfNeeded: hash) & mask
        while let flag = slots[index].flag {
            if slots[index].hash == hash, name.isEqual(to: flag.pointee.name) { return flag }
            index = (index + 1) & mask
        }
        return nil
    }
}

extension UnsafePointer<SnapshotMemory> {
    /// Finds a flag by its name; nil if there is none.
    @inline(__always)
    func find(_ name: UnsafeRawBufferPointer) -> UnsafePointer<FlagNode>? { pointee.find(name) }
}

extension SnapshotMemory {
    /// Lays out flags.
    ///
    /// Of two with the same name, which no store should have, the first is found.
    static func make(
        _ flags: FlagSet,
        instances: [Int64: ActivationInstance]
    ) -> UnsafePointer<SnapshotMemory> {
        let size = flags.rows.reduce(0) { $0 + nodeSize($1) }
        let arena = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        var capacity = 8
        while capacity < flags.rows.count * 2 { capacity *= 2 }
        let slots = UnsafeMutableBufferPointer<Slot>.allocate(capacity: capacity)
        slots.initialize(repeating: Slot(hash: 0, flag: nil))
        let order = UnsafeMutableBufferPointer<UnsafePointer<FlagNode>>
            .allocate(capacity: flags.rows.count)
        let memory = UnsafeMutablePointer<SnapshotMemory>.allocate(capacity: 1)
        memory.initialize(to: SnapshotMemory(arena: arena, slots: slots, order: order))
        var place = arena
        for (index, row) in flags.rows.enumerated() {
            let node = fill(place, row: row, index: index, instances: instances)
            memory.pointee.insert(node)
            order.initializeElement(at: index, to: node)
            place += nodeSize(row)
        }
        return UnsafePointer(memory)
    }

    static func free(_ memory: UnsafePointer<SnapshotMemory>) {
        memory.pointee.slots.deallocate()
        memory.pointee.order.deallocate()
        memory.pointee.arena.deallocate()
        memory.deallocate()
    }

    private static func nodeSize(_ row: FlagSet.Row) -> Int {
        let size =
            MemoryLayout<FlagNode>.stride
            + row.activationIDs.count * MemoryLayout<ActivationNode>.stride
            + row.name.utf8.count
        return (size + 15) & ~15
    }

    private static func fill(
        _ place: UnsafeMutableRawPointer,
        row: FlagSet.Row,
        index: Int,
        instances: [Int64: ActivationInstance]
    ) -> UnsafePointer<FlagNode> {
        let start = place + MemoryLayout<FlagNode>.stride
        var end = start
        var needsClock = false
        for id in row.activationIDs {
            guard let instance = instances[id] else { continue }
            end.initializeMemory(as: ActivationNode.self, to: instance.node.pointee)
            end += MemoryLayout<ActivationNode>.stride
            needsClock = needsClock || instance.needsClock
        }
        row.name.withBorrowedText {
            if let data = $0.data { end.copyMemory(from: data, byteCount: $0.size) }
        }
        let node = place.bindMemory(to: FlagNode.self, capacity: 1)
        node.initialize(
            to: FlagNode(
                name: novi_string(
                    data: end.assumingMemoryBound(to: CChar.self),
                    size: row.name.utf8.count
                ),
                row: UInt32(index),
                status: row.status,
                needsClock: needsClock,
                activationCount: UInt32((end - start) / MemoryLayout<ActivationNode>.stride)
            )
        )
        return UnsafePointer(node)
    }

    private func insert(_ flag: UnsafePointer<FlagNode>) {
        let hash = UnsafeRawBufferPointer(flag.pointee.name).textHash
        var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[index].flag != nil { index = (index + 1) & (slots.count - 1) }
        slots[index] = Slot(hash: hash, flag: flag)
    }
}
