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
    private let previous: Snapshot?
    private var instances: [Int64: ActivationInstance] = [:]
    /// The activations that are being created, each resolved by the one before.
    private var path: [(id: Int64, children: [ActivationInstance])] = []
    /// Activations that lead back to themselves, with the way.
    private var cycles: [Int64: String] = [:]

    /// How deep activations may be made of each other.
    private static let depthLimit = 64
    /// How many bytes a config may have.
    private static let configLimit = 1 << 20

    private init(_ flags: FlagSet, catalog: ActivationCatalog, previous: Snapshot?) {
        self.flags = flags
        self.catalog = catalog
        self.previous = previous
    }

    /// Builds a snapshot.
    ///
    /// - Parameters:
    ///   - flags: What the store holds.
    ///   - catalog: The classes.
    ///   - previous: The snapshot whose unchanged activations are taken over.
    ///   - includingUnused: Whether activations that no flag uses are created
    ///     as well, to find out what is wrong with them.
    /// - Returns: The snapshot. What could not be created is in it and fails.
    package static func assemble(
        _ flags: FlagSet,
        catalog: ActivationCatalog,
        previous: Snapshot? = nil,
        includingUnused: Bool = false
    ) -> Snapshot {
        let assembly = SnapshotAssembly(flags, catalog: catalog, previous: previous)
        for row in flags.rows {
            for id in row.activationIDs { _ = assembly.instance(id) }
        }
        if includingUnused {
            for id in flags.activations.keys.sorted() { _ = assembly.instance(id) }
        }
        return Snapshot(flags, instances: assembly.instances)
    }

    /// The instance of a row; nil if there is no such row.
    private func instance(_ id: Int64) -> ActivationInstance? {
        if let known = instances[id] { return known }
        guard let row = flags.activations[id] else { return nil }
        let instance = reusable(row) ?? create(row)
        instances[id] = instance
        return instance
    }

    /// The previous instance of a row, if neither the row nor its class nor
    /// anything that it resolved has changed.
    private func reusable(_ row: Activation) -> ActivationInstance? {
        guard
            let old = previous?.instances[row.id],
            old.problem == nil,
            old.row == row,
            old.type?.table == catalog.find(row.className)?.table
        else { return nil }
        guard !old.children.isEmpty else { return old }
        path.append((row.id, []))
        defer { path.removeLast() }
        return old.children.allSatisfy { resolve($0.row.id) === $0 } ? old : nil
    }

    /// Resolves a row for the activation at the end of the path.
    private func resolve(_ id: Int64) -> ActivationInstance? {
        if let start = path.firstIndex(where: { $0.id == id }) {
            let way = (path[start...].map(\.id) + [id]).map(String.init).joined(separator: " → ")
            for step in path[start...] { cycles[step.id] = cycles[step.id] ?? way }
            return nil
        }
        return instance(id)
    }

    private func create(_ row: Activation) -> ActivationInstance {
        guard let type = catalog.find(row.className) else {
            return ActivationInstance(row: row, type: nil, problem: catalog.missing(row.className))
        }
        guard row.config.utf8.count <= Self.configLimit else {
            let message = "The config is larger than 1 MiB, which no plugin is given."
            return ActivationInstance(row: row, type: type, problem: .init(.general, message))
        }
        path.append((row.id, []))
        let (status, made, message) = callCreate(row, type)
        let children = path.removeLast().children
        let problem = cycles[row.id].map(Self.cycleMessage) ?? (status == 0 ? nil : message)
        if problem == nil, let made, let evaluate = type.table.pointee.evaluate {
            return ActivationInstance(
                row: row,
                type: type,
                evaluate: evaluate,
                made: made,
                children: children
            )
        }
        if let made { type.table.pointee.destroy?(made) }
        let text = problem ?? "The plugin said that it made an instance, but gave none."
        let code = EvaluationError.Code(ActivationError.Code(status: min(status, -1)))
        return ActivationInstance(row: row, type: type, problem: .init(code, text))
    }

    private func callCreate(
        _ row: Activation,
        _ type: RegisteredClass
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
                        let create = type.table.pointee.create
                        return create?(type.table, HostInterface.pointer, &args, &made, error)
                            ?? Int32(NOVI_ERROR_GENERAL)
                    }
                }
            }
        }
        let text = message.isEmpty ? "The plugin failed (\(status)) and did not say why." : message
        return (status, made, text)
    }

    private static func cycleMessage(_ way: String) -> String {
        "The activation is made of itself: \(way). Take one of these out of another's config."
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
            result.pointee.reset()
            return node.evaluate(node.instance, context, result)
        }
    )

    private func resolve(
        _ id: Int64,
        for activation: UnsafeMutablePointer<OpaquePointer?>,
        _ error: UnsafeMutablePointer<novi_error>
    ) -> Int32 {
        guard path.count < Self.depthLimit else {
            error.write(
                "The activations are made of each other \(path.count) deep; 64 is the limit."
            )
            return Int32(NOVI_ERROR_CONFIG)
        }
        let found = resolve(id)
        if let parent = path.last, let way = cycles[parent.id] {
            error.write(Self.cycleMessage(way))
            return Int32(NOVI_ERROR_CONFIG)
        }
        guard let found else {
            error.write("Activation \(id), which the config names, does not exist.")
            return Int32(NOVI_ERROR_CONFIG)
        }
        path[path.count - 1].children.append(found)
        activation.pointee = OpaquePointer(found.node)
        return Int32(NOVI_OK)
    }
}
