// An unsafe edge: libraries of others in this process.

internal import CNovi
internal import Glibc
internal import NoviActivation
internal import Synchronization

/// A plugin whose library is mapped into this process, for good.
package struct MappedPlugin: Sendable {
    private typealias Entry =
        @convention(c) (UnsafePointer<novi_host>?) -> UnsafePointer<novi_plugin>?

    /// What the plugin says about itself.
    package let description: PluginDescription
    /// The tables of its classes, in the order of the description; they live
    /// until the process ends.
    let tables: [ClassTable]

    /// The address of a plugin's description, which lives until the process ends.
    private struct Address: Sendable {
        nonisolated(unsafe) let pointer: UnsafePointer<novi_plugin>
    }

    /// What each library's entry has returned, since it may be called only once.
    ///
    /// The same library may be reached by several names.
    private static let entered = Mutex<[UInt: Address?]>([:])

    /// Maps a library and reads its classes.
    ///
    /// Nothing is ever unmapped: Swift's runtime keeps pointers into the
    /// libraries that it has seen.
    ///
    /// - Parameters:
    ///   - path: The file, which has been looked at before.
    ///   - willEnter: Called before the plugin's own entry is.
    /// - Throws: ``PluginProblem`` if it is no plugin that this host can use.
    package init(_ path: String, willEnter: () -> Void = {}) throws(PluginProblem) {
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
            throw .loadFailed(dlerror().map { String(cString: $0) }, path: path)
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
        let address = Self.entered.withLock { entered in
            if let known = entered[key] { return known }
            willEnter()
            let made = entry(HostInterface.pointer).map(Address.init)
            entered.updateValue(made, forKey: key)
            return made
        }
        guard let address else {
            throw PluginProblem(
                .declined,
                "It does not want to run in this host.",
                remedy: "Ask its author what it needs."
            )
        }
        try self.init(validating: address.pointer)
    }

    /// Takes over what a plugin says about itself, once all of it is checked.
    init(validating plugin: UnsafePointer<novi_plugin>) throws(PluginProblem) {
        tables = try PluginTables.validate(plugin)
        description = PluginDescription(
            name: String(plugin.pointee.name),
            version: String(plugin.pointee.version),
            interface: PluginTables.dotted(plugin.pointee.interface_version),
            classes: tables.map(\.description)
        )
    }

    /// Makes instances of a class from configs that say nothing, evaluates and
    /// ends them.
    ///
    /// - Parameter type: One of the classes.
    package func exercise(_ type: PluginDescription.Class) {
        guard let table = tables.first(where: { $0.description.name == type.name }) else {
            return
        }
        let module = "novi_activations.probe"
        let registered = RegisteredClass(
            type,
            module: module,
            plugin: description,
            file: nil,
            source: .own(table)
        )
        var catalog = ActivationCatalog()
        catalog.add([registered])
        for config in ["", "{}", "[]"] {
            let rule = Activation(id: 1, name: "probe", className: registered.name, config: config)
            let flag = Flag(id: 1, name: "probe", status: true, activations: [rule])
            let publisher = PublishedSnapshot()
            publisher.publish(
                SnapshotAssembly.assemble(FlagSet([flag], version: 1), catalog: catalog)
            )
            _ = Evaluator(publisher).evaluate(
                "probe",
                context: EvaluationContext(),
                default: false,
                trace: true
            )
        }
    }
}

extension PluginProblem {
    /// The system's loader does not take a library.
    fileprivate static func loadFailed(_ reason: String?, path: String) -> PluginProblem {
        var reason = reason ?? "no reason was given"
        if reason.hasPrefix("\(path): ") { reason.removeFirst(path.count + 2) }
        return PluginProblem(
            .loadFailed,
            "The system's loader refuses it: \(reason).",
            remedy: LibraryFacts.isSwift(missing: reason)
                ? "Build it with 'swift build -c release -Xswiftc -static-stdlib', so that it brings "
                    + "the Swift runtime that it needs."
                : "Install what it needs, or build it again on this system."
        )
    }
}
