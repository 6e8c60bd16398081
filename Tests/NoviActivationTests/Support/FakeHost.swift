import CNovi
import NoviActivation

/// A host of its own, as small as the interface allows.
///
/// It is used on one thread, and lives longer than all that is made with it.
final class FakeHost {
    /// The keys that were interned; their ids are their indices.
    fileprivate(set) var keys: [String] = []
    /// The names that were interned.
    fileprivate(set) var names: [String: FakeName] = [:]
    /// What `resolve` gives.
    var parts: [Int64: FakePart] = [:]
    /// Whether keys and names can be interned, and other activations resolved.
    var isComplete = true

    /// What the functions of the interface find the host with.
    fileprivate struct Record {
        var interface: novi_host
        let owner: Unmanaged<FakeHost>
    }

    private let record = UnsafeMutablePointer<Record>.allocate(capacity: 1)

    /// The host as plugins see it.
    var pointer: UnsafePointer<novi_host> {
        UnsafeRawPointer(record).assumingMemoryBound(to: novi_host.self)
    }

    init() {
        record.initialize(to: Record(interface: .fake, owner: .passUnretained(self)))
    }

    deinit { record.deallocate() }
}

extension FakeHost {
    fileprivate static func of(_ pointer: UnsafePointer<novi_host>?) -> FakeHost? {
        UnsafeRawPointer(pointer)?.assumingMemoryBound(to: Record.self)
            .pointee.owner.takeUnretainedValue()
    }

    fileprivate func internKey(_ name: String) -> UInt32 {
        guard let index = keys.firstIndex(of: name) else {
            guard isComplete else { return NOVI_NO_KEY }
            keys.append(name)
            return UInt32(keys.count - 1)
        }
        return UInt32(index)
    }

    fileprivate func internName(_ text: String) -> OpaquePointer? {
        guard isComplete else { return nil }
        let name = names[text] ?? FakeName(text)
        names[text] = name
        return name.pointer
    }
}

/// A text that stays where it is as long as the object.
final class FakeName {
    private let text: UnsafeMutablePointer<novi_string>

    /// The name as plugins see it.
    var pointer: OpaquePointer { OpaquePointer(text) }

    init(_ string: String) {
        text = .allocate(capacity: 1)
        text.initialize(to: .copy(of: string.utf8))
    }

    deinit {
        text.pointee.data?.deallocate()
        text.deallocate()
    }

    static func text(_ name: OpaquePointer) -> String {
        String(UnsafePointer<novi_string>(name).pointee)
    }
}

extension novi_string {
    /// Bytes that stay where they are until somebody frees them.
    static func copy(of bytes: some Sequence<UInt8>) -> novi_string {
        let copy = bytes.map { CChar(bitPattern: $0) }
        let memory = UnsafeMutableBufferPointer<CChar>.allocate(capacity: copy.count)
        _ = memory.initialize(from: copy)
        return novi_string(data: memory.baseAddress, size: copy.count)
    }
}

extension novi_host {
    fileprivate static var fake: novi_host {
        novi_host(
            size: UInt32(MemoryLayout<novi_host>.size),
            interface_version: NOVI_INTERFACE_VERSION,
            intern_key: { FakeHost.of($0)?.internKey(String($1)) ?? NOVI_NO_KEY },
            intern_name: { FakeHost.of($0)?.internName(String($1)) },
            name_text: { _, name in
                name.map { UnsafePointer<novi_string>($0).pointee } ?? novi_string()
            },
            log: { _, _, _ in },
            service: { host, id in
                guard FakeHost.of(host)?.isComplete == true, String(id) == NOVI_SERVICE_ACTIVATIONS
                else { return nil }
                return UnsafeRawPointer(FakePart.service)
            }
        )
    }
}
