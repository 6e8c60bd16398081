import CNovi
import NoviActivationTesting
import Testing

/// A class that is sound but for one thing.
struct Fault: Sendable, CustomTestStringConvertible {
    /// The check that it fails, and no other.
    let id: String
    /// What it does.
    let testDescription: String
    /// Makes a sound class faulty.
    let spoil: @Sendable (inout novi_class) -> Void

    init(_ id: String, _ name: String, _ spoil: @escaping @Sendable (inout novi_class) -> Void) {
        self.id = id
        testDescription = name
        self.spoil = spoil
    }

    /// What a contract says about it.
    func report(isolated: Bool = false) -> ContractReport {
        var type = novi_class.sound
        spoil(&type)
        return ActivationContract(
            makePlugin([type]),
            host: TestHost(),
            configs: ["SoundActivation": ["sound"]],
            isolated: isolated
        ).run()
    }
}

extension ContractReport {
    /// The ids of the checks that failed.
    var failed: [String] { failures.map(\.id) }

    /// What became of a check.
    func outcome(of id: String) -> Outcome? { checks.first { $0.id == id }?.outcome }
}

/// Describes classes; the description is never freed.
func makePlugin(_ classes: [novi_class]) -> UnsafePointer<novi_plugin> {
    let table = UnsafeMutablePointer<novi_class>.allocate(capacity: classes.count)
    table.initialize(from: classes, count: classes.count)
    let plugin = UnsafeMutablePointer<novi_plugin>.allocate(capacity: 1)
    plugin.initialize(
        to: novi_plugin(
            size: UInt32(MemoryLayout<novi_plugin>.size),
            interface_version: NOVI_INTERFACE_VERSION,
            name: .fixed("faulty"),
            version: .fixed("1.0.0"),
            class_count: UInt32(classes.count),
            class_stride: UInt32(MemoryLayout<novi_class>.stride),
            classes: UnsafePointer(table)
        )
    )
    return UnsafePointer(plugin)
}

extension novi_string {
    /// Text of the program's own.
    static func fixed(_ text: StaticString) -> novi_string {
        novi_string(
            data: UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self),
            size: text.utf8CodeUnitCount
        )
    }
}
