import CNovi
import NoviActivation

/// What `create` said when it failed.
struct FakeFailure: Error, Equatable {
    let status: Int32
    let message: String

    init(_ status: Int, _ message: String) {
        self.status = Int32(status)
        self.message = message
    }
}

/// An instance of a class, made and used through the table of the class.
final class FakeInstance {
    private let host: FakeHost
    private let table: UnsafePointer<novi_class>
    private let made: UnsafeMutableRawPointer

    /// Makes an instance for the row 7, `row`; of an error the host takes as
    /// many bytes as its capacity.
    init<Config: Sequence<UInt8>>(
        _ type: (some BaseActivation).Type,
        _ config: Config,
        host: FakeHost = FakeHost(),
        capacity: Int = 1024
    ) throws {
        let plugin = makePlugin("test", version: "1", [ActivationClass(type)])
        let table: UnsafePointer<novi_class> = plugin.pointee.classes
        self.table = table
        self.host = host
        var made: UnsafeMutableRawPointer?
        let config = novi_string.copy(of: config)
        let names = (novi_string.copy(of: "shop.Type".utf8), novi_string.copy(of: "row".utf8))
        defer { for text in [config, names.0, names.1] { text.data.deallocate() } }
        var args = novi_create_args(
            size: UInt32(MemoryLayout<novi_create_args>.size),
            reserved: 0,
            config: config,
            class_name: names.0,
            activation_name: names.1,
            activation_id: 7,
            host_data: Unmanaged.passUnretained(host).toOpaque()
        )
        let (status, message) = withFakeError(capacity: capacity) {
            table.pointee.create(table, host.pointer, &args, &made, $0)
        }
        guard let made, status == NOVI_OK else { throw FakeFailure(Int(status), message) }
        self.made = made
    }

    convenience init(
        _ type: (some BaseActivation).Type,
        _ config: String = "",
        host: FakeHost = FakeHost()
    ) throws {
        try self.init(type, Array(config.utf8), host: host)
    }

    deinit { table.pointee.destroy(made) }

    /// Evaluates for a context; the answer may take as many bytes as there is
    /// room.
    func evaluate(_ context: FakeContext = FakeContext(), room: Int = 1 << 20) -> FakeAnswer {
        let memory = FakeMemory(room: room)
        var result = memory.result
        return withExtendedLifetime((memory, context)) {
            let status = table.pointee.evaluate(made, context.pointer, &result)
            return FakeAnswer(status, result, host: host)
        }
    }

    /// What the instance says about its decision.
    func explain(_ context: FakeContext = FakeContext(), capacity: Int = 1024) -> String {
        withExtendedLifetime(context) {
            withFakeError(capacity: capacity) {
                table.pointee.explain(made, context.pointer, $0)
                return 0
            }.message
        }
    }
}

/// Lends a buffer of a capacity, and checks that no more is written.
func withFakeError(
    capacity: Int,
    _ body: (UnsafeMutablePointer<novi_error>) -> Int32
) -> (status: Int32, message: String) {
    let mark = CChar(0x55)
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity + 64) { buffer in
        buffer.initialize(repeating: mark)
        var error = novi_error(
            size: UInt32(MemoryLayout<novi_error>.size),
            capacity: UInt32(capacity),
            length: 0,
            reserved: 0,
            text: buffer.baseAddress
        )
        let status = body(&error)
        precondition(buffer[capacity...].allSatisfy { $0 == mark }, "More was written than fits.")
        let bytes = buffer.prefix(Int(error.length)).map { UInt8(bitPattern: $0) }
        return (status, String(validating: bytes, as: UTF8.self) ?? "not UTF-8")
    }
}
