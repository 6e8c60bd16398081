// An unsafe edge: tables that nobody has looked at yet.

internal import CNovi
internal import CNoviTesting
internal import NoviActivation

/// Looks at what a plugin says about itself, before any of it is called.
struct PluginInspection {
    private let plugin: UnsafePointer<novi_plugin>
    private let findings: Findings

    /// How far apart classes may be, and how many there may be, at most.
    private static let strideLimit = 1 << 16
    private static let countLimit = 1024
    private static let advice = "build the plugin with the novi_activation.h of this host"

    init(_ plugin: UnsafePointer<novi_plugin>, findings: Findings) {
        self.plugin = plugin
        self.findings = findings
    }

    /// The name and the version; empty if they cannot be read.
    private(set) var title = ""

    /// Looks at everything.
    ///
    /// - Returns: The classes that can be called.
    mutating func classes() -> [UnsafePointer<novi_class>] {
        guard isWhole() else { return [] }
        let table = plugin.pointee
        let texts = [table.name, table.version].map { TextPiece($0) }
        check(texts[0], "The name of the plugin")
        check(texts[1], "The version of the plugin")
        title = texts.compactMap(\.string).filter { !$0.isEmpty }.joined(separator: " ")
        guard table.class_count > 0 else {
            findings.warn(.tables, "The plugin has no classes.")
            return []
        }
        let stride = Int(table.class_stride)
        guard let first = UnsafeRawPointer(table.classes), isAligned(first, novi_class.self),
            table.class_count <= Self.countLimit, stride <= Self.strideLimit,
            stride >= MemoryLayout<novi_class>.size,
            stride % MemoryLayout<novi_class>.alignment == 0
        else {
            fail("The plugin has \(table.class_count) classes, \(stride) bytes apart")
            return []
        }
        let classes = (0..<Int(table.class_count)).map {
            (first + $0 * stride).assumingMemoryBound(to: novi_class.self)
        }
        let sound = classes.filter(isSound)
        checkNames(sound.map { String($0.pointee.name) })
        return sound
    }

    /// Whether the plugin's own table can be read.
    private func isWhole() -> Bool {
        findings.expect(
            isAligned(UnsafeRawPointer(plugin), novi_plugin.self),
            .tables,
            "The description of the plugin is not aligned; \(Self.advice)."
        )
        guard isAligned(UnsafeRawPointer(plugin), novi_plugin.self) else { return false }
        let size = Int(plugin.pointee.size)
        guard size >= MemoryLayout<UInt32>.size * 2 else {
            fail("The description of the plugin has \(size) bytes")
            return false
        }
        let version = plugin.pointee.interface_version
        guard version == NOVI_INTERFACE_VERSION else {
            fail("The plugin was built for version \(version >> 16).\(version & 0xFFFF)")
            return false
        }
        guard (MemoryLayout<novi_plugin>.size...1 << 16).contains(size) else {
            fail("The description of the plugin has \(size) bytes")
            return false
        }
        return true
    }

    /// Whether a class's table can be read.
    private func isSound(_ type: UnsafePointer<novi_class>) -> Bool {
        let table = type.pointee
        guard (MemoryLayout<novi_class>.size...Self.strideLimit).contains(Int(table.size)) else {
            fail("A class has \(table.size) bytes")
            return false
        }
        let name = TextPiece(table.name)
        check(name, "The name of a class")
        check(TextPiece(table.summary), "The summary of a class")
        check(TextPiece(table.config_schema), "The schema of a class", limit: 1 << 20)
        return name.problem == nil
    }

    private func checkNames(_ names: [String]) {
        var seen: Set<String> = []
        for name in names {
            findings.expect(
                Self.isLegal(Array(name.utf8)),
                .names,
                "A class is called '\(printable(name.utf8))'; "
                    + "begin with a letter, and use letters, digits and _ only, at most 255."
            )
            findings.expect(
                seen.insert(name).inserted,
                .names,
                "Two classes are called '\(printable(name.utf8))'; rename one of them."
            )
        }
    }

    private static func isLegal(_ name: [UInt8]) -> Bool {
        let letters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_".utf8)
        guard let first = name.first, name.count <= 255, letters.contains(first) else {
            return false
        }
        return name.allSatisfy { letters.contains($0) || (0x30...0x39).contains($0) }
    }

    private func check(_ text: TextPiece, _ what: String, limit: Int = 4096) {
        let size = if case .bytes(let bytes) = text { bytes.count } else { 0 }
        let problem = size > limit ? "has more than \(limit) bytes" : text.problem
        findings.expect(problem == nil, .tables, "\(what) \(problem ?? ""); \(Self.advice).")
    }

    private func isAligned<T>(_ address: UnsafeRawPointer, _ type: T.Type) -> Bool {
        Int(bitPattern: address) % MemoryLayout<T>.alignment == 0
    }

    private func fail(_ what: String) {
        findings.expect(false, .tables, "\(what); \(Self.advice).")
    }
}
