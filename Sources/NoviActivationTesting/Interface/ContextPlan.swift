internal import NoviActivation

/// What a context is to hold, and how it is to be found.
struct ContextPlan: Sendable {
    /// One attribute.
    struct Attribute: Sendable {
        let name: [UInt8]
        let value: RawValue
    }

    /// How a context lets its attributes be found.
    enum Layout: CaseIterable, Sendable {
        /// All keys were interned before it was built.
        case slots
        /// Half of them were.
        case halves
        /// None was: every attribute is found by name.
        case names
    }

    /// The attributes; of two with the same name the last one counts.
    var attributes: [Attribute] = []
    var layout: Layout = .slots
    /// Nanoseconds since 1970-01-01T00:00:00Z; 0 if nobody asks.
    var now: Int64 = 0

    init() {}

    init(_ attributes: JSONObject) {
        self.attributes = attributes.map {
            Attribute(name: Array($0.key.utf8), value: RawValue($0.value))
        }
    }

    /// The same with another value for a name.
    func setting(_ name: [UInt8], to value: RawValue) -> ContextPlan {
        var changed = self
        changed.attributes.removeAll { $0.name == name }
        changed.attributes.append(Attribute(name: name, value: value))
        return changed
    }

    /// The same, found in another way.
    func found(by layout: Layout) -> ContextPlan {
        var changed = self
        changed.layout = layout
        return changed
    }

    /// The same at another time.
    func at(_ now: Int64) -> ContextPlan {
        var changed = self
        changed.now = now
        return changed
    }
}

extension ContextPlan: CustomStringConvertible {
    /// What it holds, for a report.
    var description: String {
        guard !attributes.isEmpty else { return "the empty context" }
        let members = attributes.map { "\"\(printable($0.name))\": \($0.value.name)" }
        return "the context {\(members.joined(separator: ", "))}"
    }
}
