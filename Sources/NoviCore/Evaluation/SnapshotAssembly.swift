// An unsafe edge: creating instances of plugins' classes.

internal import CNovi
internal import NoviActivation

/// Builds a snapshot: creates what is new or has changed, and takes over what
/// has not.
///
/// An assembly is used on one thread and once.
package final class SnapshotAssembly {
    private let flags: FlagSet
    private let catalog: ActivationCatalog
    private let previous: [Int64: ActivationInstance]
    /// The rows that are not as they were for the previous instances; nil if
    /// each has to be looked at.
    private let changedRows: Set<Int64>?
    /// The activations that cannot be created, and why.
    private let faults: [Int64: String]
    private var instances: [Int64: ActivationInstance] = [:]
    /// The activations that are being created, each resolved by the one before.
    private var path: [Step] = []
    /// Activations that were asked for so deep in others that they are created later.
    private var postponed: [Int64] = []

    /// One activation on the path.
    private struct Step {
        let id: Int64
        /// What it asked for.
        var asked: [Int64] = []
        /// What it was given.
        var children: [ActivationInstance] = []
    }

    /// How deep activations may be made of each other.
    private static let depthLimit = 64
    /// How many bytes a config may have.
    static let configLimit = 1 << 20

    private init(
        _ flags: FlagSet,
        catalog: ActivationCatalog,
        previous: [Int64: ActivationInstance],
        changedRows: Set<Int64>?,
        faults: [Int64: String]
    ) {
        self.flags = flags
        self.catalog = catalog
        self.previous = previous
        self.changedRows = changedRows
        self.faults = faults
    }

    /// Builds a snapshot.
    ///
    /// - Parameters:
    ///   - flags: What the store holds.
    ///   - catalog: The classes.
    ///   - previous: The snapshot whose unchanged activations are taken over.
    ///     If the flags say what changed since it was built, the classes must
    ///     be the ones that it was built with.
    ///   - includingUnused: Whether activations that no flag uses are created
    ///     as well, to find out what is wrong with them.
    /// - Returns: The snapshot. What could not be created is in it and fails.
    package static func assemble(
        _ flags: FlagSet,
        catalog: ActivationCatalog,
        previous: Snapshot? = nil,
        includingUnused: Bool = false
    ) -> Snapshot {
        var instances = previous?.instances ?? [:]
        let changes = flags.changes.flatMap { $0.version == previous?.flags.version ? $0 : nil }
        var changedRows = changes?.activationIDs
        var faults: [Int64: String] = [:]
        var parts: [Int64: [Int64]] = [:]
        while true {
            let assembly = SnapshotAssembly(
                flags,
                catalog: catalog,
                previous: instances,
                changedRows: changedRows,
                faults: faults
            )
            assembly.run(includingUnused: includingUnused)
            instances = assembly.instances
            // From now on the instances are those of the rows.
            changedRows = []
            // Only creating them tells what activations are made of. Who cannot be created is
            // left out next time, so that the order in which they were created does not matter.
            for (id, instance) in instances where !instance.asked.isEmpty {
                parts[id] = instance.asked
            }
            let found = Composition.faults(in: parts, depthLimit: depthLimit)
                .filter { faults[$0.key] == nil }
            if found.isEmpty { return Snapshot(flags, instances: instances) }
            faults.merge(found) { old, _ in old }
        }
    }

    private func run(includingUnused: Bool) {
        instances.reserveCapacity(previous.count)
        for row in flags.rows {
            for id in row.activationIDs { _ = instance(id) }
        }
        if includingUnused {
            for id in flags.activations.keys.sorted() { _ = instance(id) }
        }
        while let id = postponed.popLast() { _ = instance(id) }
    }

    /// The instance of a row; nil if there is no such row.
    private func instance(_ id: Int64) -> ActivationInstance? {
        if let known = instances[id] { return known }
        guard let instance = broken(id) ?? reusable(id) ?? flags.activations[id].map(create) else {
            return nil
        }
        instances[id] = instance
        return instance
    }

    /// Stands for a row that is known to have no instance.
    private func broken(_ id: Int64) -> ActivationInstance? {
        guard let fault = faults[id], let row = flags.activations[id] else { return nil }
        return ActivationInstance(
            row: row,
            type: catalog.find(row.className),
            problem: .init(.general, fault),
            asked: previous[id]?.asked ?? []
        )
    }

    /// The previous instance of a row, if neither the row nor its class nor
    /// anything that it resolved has changed.
    private func reusable(_ id: Int64) -> ActivationInstance? {
        guard let old = previous[id], old.problem == nil, isUnchanged(old) else { return nil }
        guard !old.asked.isEmpty else { return old }
        path.append(Step(id: id))
        defer { path.removeLast() }
        let isSame = old.asked.allSatisfy { id in
            resolve(id) === old.children.first { $0.row.id == id }
        }
        return isSame ? old : nil
    }

    /// Whether a previous instance is of the row and the class that there are.
    private func isUnchanged(_ old: ActivationInstance) -> Bool {
        if let changedRows { return !changedRows.contains(old.row.id) }
        return flags.activations[old.row.id] == old.row
            && isSame(catalog.find(old.row.className), old.type)
    }

    private func isSame(_ one: RegisteredClass?, _ other: RegisteredClass?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        return one.isSame(as: other)
    }

    /// Resolves a row for the activation at the end of the path; nil if there
    /// is none, or if it cannot be had from there.
    private func resolve(_ id: Int64) -> ActivationInstance? {
        guard !path.contains(where: { $0.id == id }) else { return nil }
        guard path.count < Self.depthLimit || instances[id] != nil else {
            postponed.append(id)
            return nil
        }
        return instance(id).flatMap { $0.depth < Self.depthLimit ? $0 : nil }
    }

    private func create(_ row: Activation) -> ActivationInstance {
        guard let type = catalog.find(row.className) else {
            return ActivationInstance(row: row, type: nil, problem: catalog.missing(row.className))
        }
        guard row.config.utf8.count <= Self.configLimit else {
            let message = "The config is larger than 1 MiB, which no plugin is given."
            return ActivationInstance(row: row, type: type, problem: .init(.general, message))
        }
        do throws(PluginProblem) {
            return create(row, type, try type.table())
        } catch {
            let problem = EvaluationError(.general, "\(error.message) \(error.remedy)")
            return ActivationInstance(row: row, type: type, problem: problem)
        }
    }

    private func create(
        _ row: Activation,
        _ type: RegisteredClass,
        _ table: ClassTable
    ) -> ActivationInstance {
        path.append(Step(id: row.id))
        let (status, made, message) = type.mark { callCreate(row, type, table) }
        let step = path.removeLast()
        if status == NOVI_OK, let made {
            return ActivationInstance(
                row: row,
                type: type,
                table: table,
                made: made,
                asked: step.asked,
                children: step.children,
                budget: catalog.timeBudget
            )
        }
        if let made { type.mark { table.destroy(made) } }
        let nothing = "The plugin said that it made an instance, but gave none."
        let code = EvaluationError.Code(ActivationError.Code(status: min(status, -1)))
        let problem = EvaluationError(code, status == NOVI_OK ? nothing : message)
        return ActivationInstance(row: row, type: type, problem: problem, asked: step.asked)
    }

    private func callCreate(
        _ row: Activation,
        _ type: RegisteredClass,
        _ table: ClassTable
    ) -> (status: Int32, made: UnsafeMutableRawPointer?, message: String) {
        var made: UnsafeMutableRawPointer?
        let (status, message) = withErrorBuffer { error in
            row.config.withBorrowedText { config in
                type.name.withBorrowedText { className in
                    row.name.withBorrowedText { name in
                        var args = novi_create_args(
                            size: UInt32(MemoryLayout<novi_create_args>.size),
                            reserved: 0,
                            config: config,
                            class_name: className,
                            activation_name: name,
                            activation_id: row.id,
                            host_data: Unmanaged.passUnretained(self).toOpaque()
                        )
                        let host = HostInterface.pointer
                        return table.create(table.pointer, host, &args, &made, error)
                    }
                }
            }
        }
        let text = message.isEmpty ? "The plugin failed (\(status)) and did not say why." : message
        return (status, made, text)
    }
}

extension SnapshotAssembly {
    /// The service with which activations are made of other activations.
    static let service = novi_activations(
        size: UInt32(MemoryLayout<novi_activations>.size),
        reserved: 0,
        resolve: { args, id, activation, error in
            guard let assembly = args?.pointee.host_data, let activation, let error else {
                return Int32(NOVI_ERROR_GENERAL)
            }
            return Unmanaged<SnapshotAssembly>.fromOpaque(assembly).takeUnretainedValue()
                .resolve(id, for: activation, error)
        },
        evaluate: { activation, context, result in
            guard let activation, let result else { return Int32(NOVI_ERROR_GENERAL) }
            let node = UnsafePointer<ActivationNode>(activation).pointee
            return node.evaluate(context, result)
        }
    )

    private func resolve(
        _ id: Int64,
        for activation: UnsafeMutablePointer<OpaquePointer?>,
        _ error: UnsafeMutablePointer<novi_error>
    ) -> Int32 {
        path[path.count - 1].asked.append(id)
        guard let found = resolve(id) else {
            // Cycles and depth are judged when all is known; nobody reads this of them.
            error.write("Activation \(id), which the config names, does not exist.")
            return Int32(NOVI_ERROR_CONFIG)
        }
        path[path.count - 1].children.append(found)
        activation.pointee = OpaquePointer(found.node)
        return Int32(NOVI_OK)
    }
}
