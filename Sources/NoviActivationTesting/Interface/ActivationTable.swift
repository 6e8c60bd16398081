// An unsafe edge: the functions of a class, called as a host calls them.

internal import CNovi
internal import NoviActivation

/// A class of a plugin, with the host that uses it.
///
/// Its functions are there, as ``PluginInspection`` makes sure.
struct ActivationTable: Sendable {
    /// What came of calling `create`.
    struct Creation: Sendable {
        let status: Int32
        /// What it made.
        let instance: ActivationHandle?
        /// What it said about a failure.
        let error: WrittenText
        /// Whether the arguments are as they were.
        let keptArguments: Bool
    }

    nonisolated(unsafe) let table: UnsafePointer<novi_class>
    let host: TestHost

    init(_ table: UnsafePointer<novi_class>, host: TestHost) {
        self.table = table
        self.host = host
    }

    var name: String { String(table.pointee.name) }
    var traits: ActivationTraits { ActivationTraits(rawValue: table.pointee.flags) }
    var canExplain: Bool { table.pointee.explain != nil }

    /// Makes an instance.
    ///
    /// - Parameters:
    ///   - config: The config column of the row.
    ///   - capacity: How many bytes an error may have.
    ///   - isGuarded: Whether a process ends that reads beyond the config, or
    ///     keeps it.
    /// - Returns: What came of it.
    func create(_ config: [UInt8], capacity: Int = 1024, isGuarded: Bool = false) -> Creation {
        let texts = [config, Array("test.\(name)".utf8), Array("test".utf8)].map { bytes in
            let memory = LentMemory(count: bytes.count, isGuarded: isGuarded)
            memory.start.copyMemory(from: bytes, byteCount: bytes.count)
            memory.seal()
            return memory
        }
        for text in texts { text.open() }
        defer { for text in texts { text.close() } }
        let given = arguments(texts.map(\.text))
        var args = given
        var made: UnsafeMutableRawPointer?
        let (status, error) = withWatchedBuffer(capacity: capacity) {
            table.pointee.create(table, host.pointer, &args, &made, $0)
        }
        let isSame = withUnsafeBytes(of: args) { now in
            withUnsafeBytes(of: given) { now.elementsEqual($0) }
        }
        return Creation(
            status: status,
            instance: made.map(ActivationHandle.init),
            error: error,
            keptArguments: isSame && texts.allSatisfy(\.isUnchanged)
        )
    }

    private func arguments(_ texts: [novi_string]) -> novi_create_args {
        novi_create_args(
            size: UInt32(MemoryLayout<novi_create_args>.size),
            reserved: 0,
            config: texts[0],
            class_name: texts[1],
            activation_name: texts[2],
            activation_id: 1,
            host_data: Unmanaged.passUnretained(host).toOpaque()
        )
    }

    /// Evaluates for a context.
    func evaluate(_ instance: ActivationHandle, _ context: LentContext) -> Answer {
        let memory = AnswerMemory()
        let (status, result) = memory.withResult { result in
            context.lend { table.pointee.evaluate(instance.pointer, $0, result) }
        }
        return Answer(status, result, memory: memory, context: context, host: host)
    }

    /// What an instance says about its decision; nil if the class never says anything.
    func explain(
        _ instance: ActivationHandle,
        _ context: LentContext,
        capacity: Int = 1024
    ) -> WrittenText? {
        guard let explain = table.pointee.explain else { return nil }
        return withWatchedBuffer(capacity: capacity) { text in
            context.lend { explain(instance.pointer, $0, text) }
        }.1
    }

    /// Ends an instance.
    func destroy(_ instance: ActivationHandle) { table.pointee.destroy(instance.pointer) }
}

/// What `create` made: nobody but the class knows what it is.
struct ActivationHandle: Sendable {
    nonisolated(unsafe) let pointer: UnsafeMutableRawPointer

    init(_ pointer: UnsafeMutableRawPointer) { self.pointer = pointer }
}

extension LentMemory {
    /// All of it as text of the interface.
    fileprivate var text: novi_string {
        novi_string(
            data: count == 0 ? nil : UnsafePointer(start.assumingMemoryBound(to: CChar.self)),
            size: count
        )
    }
}
