// An unsafe edge: tables that others have filled in.

internal import CNovi
internal import NoviActivation

/// The tables with which a plugin describes itself.
///
/// A plugin may be older or newer than this host: what it must have are the
/// members that version 0.1 of the interface required.
enum PluginTables {
    /// The end of the last member that a description must have.
    private static let pluginSize =
        (MemoryLayout<novi_plugin>.offset(of: \.classes) ?? 0) + MemoryLayout<Int>.size
    /// The end of the last member that a class must have.
    private static let classSize =
        (MemoryLayout<novi_class>.offset(of: \.destroy) ?? 0) + MemoryLayout<Int>.size
    /// The most bytes that a table of a later version may have.
    private static let limit = 1 << 16

    /// Checks everything that a plugin says about itself before it is used.
    ///
    /// - Parameter plugin: What its entry returned.
    /// - Returns: Its classes.
    /// - Throws: ``PluginProblem`` if something of it makes no sense.
    static func validate(
        _ plugin: UnsafePointer<novi_plugin>
    ) throws(PluginProblem) -> [ClassTable] {
        guard Int(bitPattern: plugin) % MemoryLayout<novi_plugin>.alignment == 0,
            plugin.pointee.size >= MemoryLayout<UInt32>.size * 2
        else { throw badTable("its description is smaller than its own version") }
        let version = plugin.pointee.interface_version
        guard version >> 16 == NOVI_INTERFACE_VERSION >> 16 else {
            throw PluginProblem(
                .abiMismatch,
                "It was built for version \(dotted(version)) of the interface; "
                    + "this host speaks \(dotted(NOVI_INTERFACE_VERSION)).",
                remedy: "Build it again with the novi_activation.h of this host."
            )
        }
        guard (pluginSize...limit).contains(Int(plugin.pointee.size)) else {
            throw badTable("its description has \(plugin.pointee.size) bytes")
        }
        try check(plugin.pointee.name, "the plugin's name")
        try check(plugin.pointee.version, "the plugin's version")
        for text in [plugin.pointee.name, plugin.pointee.version] {
            let name = String(text)
            guard ModuleName.printable(name.utf8) == name else {
                throw badTable("its name or version has characters that cannot be shown")
            }
        }
        var names: Set<String> = []
        return try classes(of: plugin).map { pointer throws(PluginProblem) in
            let table = try check(pointer, stride: Int(plugin.pointee.class_stride))
            let name = table.description.name
            guard names.insert(name).inserted else {
                throw PluginProblem(
                    .duplicateClass,
                    "It has two classes with the name '\(name)'.",
                    remedy: "Ask its author to rename one of them."
                )
            }
            return table
        }
    }

    private static func classes(
        of plugin: UnsafePointer<novi_plugin>
    ) throws(PluginProblem) -> [UnsafePointer<novi_class>] {
        let stride = Int(plugin.pointee.class_stride)
        let count = Int(plugin.pointee.class_count)
        guard count > 0 else { return [] }
        guard let first = UnsafeRawPointer(plugin.pointee.classes),
            count <= 1024, (classSize...limit).contains(stride),
            stride % MemoryLayout<novi_class>.alignment == 0,
            Int(bitPattern: first) % MemoryLayout<novi_class>.alignment == 0
        else {
            throw badTable("it has \(count) classes, \(stride) bytes apart")
        }
        return (0..<count).map {
            (first + $0 * stride).assumingMemoryBound(to: novi_class.self)
        }
    }

    private static func check(
        _ table: UnsafePointer<novi_class>,
        stride: Int
    ) throws(PluginProblem) -> ClassTable {
        guard (classSize...stride).contains(Int(table.pointee.size)) else {
            throw badTable("a class has \(table.pointee.size) bytes")
        }
        try check(table.pointee.name, "a class's name")
        try check(table.pointee.summary, "a class's summary")
        try check(table.pointee.config_schema, "a class's schema", limit: 1 << 20)
        guard ModuleName.isLegal(UnsafeRawBufferPointer(table.pointee.name)) else {
            throw badTable("the name of a class is '\(String(table.pointee.name))'")
        }
        guard let checked = ClassTable(table) else {
            throw badTable("the class '\(String(table.pointee.name))' lacks a function")
        }
        return checked
    }

    private static func check(
        _ text: novi_string,
        _ what: String,
        limit: Int = 4096
    ) throws(PluginProblem) {
        guard (0...limit).contains(text.size), text.data != nil || text.size == 0 else {
            throw badTable("\(what) is null or longer than \(limit) bytes")
        }
        guard String(validating: UnsafeRawBufferPointer(text), as: UTF8.self) != nil else {
            throw badTable("\(what) is not UTF-8")
        }
    }

    private static func badTable(_ what: String) -> PluginProblem {
        PluginProblem(
            .badTable,
            "It describes itself in a way that makes no sense: \(what).",
            remedy: "Ask its author to build it with the novi_activation.h of this host."
        )
    }

    /// A version of the interface for people.
    static func dotted(_ version: UInt32) -> String {
        "\(version >> 16).\(version & 0xFFFF)"
    }
}
