// An unsafe edge: libraries of others in this process.

internal import CNovi
internal import Glibc
internal import NoviActivation
internal import Synchronization

/// A plugin's library, mapped into this process for good.
enum PluginLibrary {
    private typealias Entry =
        @convention(c) (UnsafePointer<novi_host>?) -> UnsafePointer<novi_plugin>?

    /// The address of a plugin's description, which lives until the process ends.
    private struct Description: Sendable {
        nonisolated(unsafe) let pointer: UnsafePointer<novi_plugin>
    }

    /// What each library's entry has returned, since it may be called only once.
    ///
    /// The same library may be reached by several names.
    private static let entered = Mutex<[UInt: Description?]>([:])

    /// Maps a library and reads its classes.
    ///
    /// Nothing is ever unmapped: Swift's runtime keeps pointers into the
    /// libraries that it has seen.
    ///
    /// - Parameters:
    ///   - path: The file, which has been looked at before.
    ///   - module: The qualified name of its module.
    ///   - name: The file's name for people.
    /// - Returns: Its name with its version, and its classes.
    /// - Throws: ``PluginProblem`` if it is no plugin that this host can use.
    static func load(
        _ path: [CChar],
        module: String,
        name: String
    ) throws(PluginProblem) -> (plugin: String, classes: [RegisteredClass]) {
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
            let reason = dlerror().map { String(cString: $0) } ?? "no reason was given"
            throw PluginProblem(
                .loadFailed,
                "The system's loader refuses it: \(reason).",
                remedy: "Install what it needs, or build it again on this system."
            )
        }
        guard let symbol = dlsym(handle, "novi_plugin_v1") else {
            throw PluginProblem(
                .noEntry,
                "It does not export 'novi_plugin_v1'.",
                remedy: "If it is meant to be a plugin, export that function; else move it away."
            )
        }
        let entry = unsafeBitCast(symbol, to: Entry.self)
        let key = UInt(bitPattern: handle)
        // Entering is serial by contract, and quick by contract too.
        let description = entered.withLock { entered in
            if let known = entered[key] { return known }
            let made = entry(HostInterface.pointer).map(Description.init)
            entered.updateValue(made, forKey: key)
            return made
        }
        guard let description else {
            throw PluginProblem(
                .declined,
                "It does not want to run in this host.",
                remedy: "Ask its author what it needs."
            )
        }
        let classes = try validate(description.pointer, module: module, file: name)
        let plugin = description.pointer.pointee
        return ("\(String(plugin.name)) \(String(plugin.version))", classes)
    }

    /// Checks everything that a plugin says about itself before it is used.
    static func validate(
        _ plugin: UnsafePointer<novi_plugin>,
        module: String,
        file: String?
    ) throws(PluginProblem) -> [RegisteredClass] {
        guard Int(bitPattern: plugin) % MemoryLayout<novi_plugin>.alignment == 0,
            plugin.pointee.size >= MemoryLayout<UInt32>.size * 2
        else { throw badTable("its description is smaller than its own version") }
        let version = plugin.pointee.interface_version
        guard version == NOVI_INTERFACE_VERSION else {
            throw PluginProblem(
                .abiMismatch,
                "It was built for version \(dotted(version)) of the interface; "
                    + "this host speaks \(dotted(NOVI_INTERFACE_VERSION)).",
                remedy: "Build it again with the novi_activation.h of this host."
            )
        }
        guard plugin.pointee.size >= MemoryLayout<novi_plugin>.size,
            plugin.pointee.size <= 1 << 16
        else { throw badTable("its description has \(plugin.pointee.size) bytes") }
        try check(plugin.pointee.name, "the plugin's name")
        try check(plugin.pointee.version, "the plugin's version")
        let types = try classes(of: plugin.pointee).map { type throws(PluginProblem) in
            try check(type)
            return RegisteredClass(type, module: module, plugin: plugin.pointee, file: file)
        }
        var names: Set<String> = []
        for type in types where !names.insert(type.name).inserted {
            throw PluginProblem(
                .duplicateClass,
                "It has two classes with the name '\(type.name)'.",
                remedy: "Ask its author to rename one of them."
            )
        }
        return types
    }

    private static func classes(
        of plugin: novi_plugin
    ) throws(PluginProblem) -> [UnsafePointer<novi_class>] {
        let stride = Int(plugin.class_stride)
        guard plugin.class_count > 0 else { return [] }
        guard let first = UnsafeRawPointer(plugin.classes),
            plugin.class_count <= 1024,
            (MemoryLayout<novi_class>.size...1 << 16).contains(stride),
            stride % MemoryLayout<novi_class>.alignment == 0,
            Int(bitPattern: first) % MemoryLayout<novi_class>.alignment == 0
        else {
            throw badTable("it has \(plugin.class_count) classes, \(stride) bytes apart")
        }
        return (0..<Int(plugin.class_count)).map {
            (first + $0 * stride).assumingMemoryBound(to: novi_class.self)
        }
    }

    private static func check(_ type: UnsafePointer<novi_class>) throws(PluginProblem) {
        let table = type.pointee
        guard (MemoryLayout<novi_class>.size...1 << 16).contains(Int(table.size)) else {
            throw badTable("a class has \(table.size) bytes")
        }
        try check(table.name, "a class's name")
        try check(table.summary, "a class's summary")
        try check(table.config_schema, "a class's schema", limit: 1 << 20)
        guard ModuleName.isLegal(UnsafeRawBufferPointer(table.name)) else {
            throw badTable("the name of a class is '\(String(table.name))'")
        }
        guard table.create != nil, table.evaluate != nil, table.destroy != nil else {
            throw badTable("the class '\(String(table.name))' lacks a function")
        }
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

    private static func dotted(_ version: UInt32) -> String {
        "\(version >> 16).\(version & 0xFFFF)"
    }
}
