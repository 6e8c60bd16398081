/// The members of a JSON object, in their order.
///
/// A key appears once. Keys are the same if their code points are. Two objects
/// are equal if they have the same members, in whatever order.
///
/// ```swift
/// var context: JSONObject = ["plan": "team", "seats": 12]
/// context["seats"] = 13
/// for (key, value) in context { print(key, value) }
/// ```
public struct JSONObject: Sendable {
    private var members: [Element] = []

    /// Where each key is in `members`; empty as long as a look at every member
    /// is as fast.
    private var positions: [ExactText: Int] = [:]

    /// Up to how many members are found without an index.
    private static let indexThreshold = 8

    /// Makes an object without members.
    public init() {}

    /// Makes an object from members; of two with the same key the last one
    /// counts.
    ///
    /// - Parameter members: Keys and their values.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        for (key, value) in members {
            self[key] = value
        }
    }

    /// The value of a key, or nil if there is none.
    ///
    /// A new value takes the place of the old one, or comes last; nil removes
    /// the member, whereas `JSONValue.null` is a value like any other.
    public subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (nil, let value?): append(key, value)
            case (let position?, nil): remove(at: position)
            case (nil, nil): break
            }
        }
    }

    private func position(of key: String) -> Int? {
        guard members.count > Self.indexThreshold else {
            return members.firstIndex { ExactText($0.key) == ExactText(key) }
        }
        return positions[ExactText(key)]
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        members.append((key, value))
        if members.count > Self.indexThreshold + 1 {
            positions[ExactText(key)] = members.count - 1
        } else if members.count > Self.indexThreshold {
            indexMembers()
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        indexMembers()
    }

    private mutating func indexMembers() {
        positions = [:]
        guard members.count > Self.indexThreshold else { return }
        for (position, member) in members.enumerated() {
            positions[ExactText(member.key)] = position
        }
    }
}

// MARK: - Members in order

extension JSONObject: RandomAccessCollection {
    /// A key and its value.
    public typealias Element = (key: String, value: JSONValue)

    /// The index of the first member.
    public var startIndex: Int { 0 }

    /// The index after the last member.
    public var endIndex: Int { members.count }

    /// The member at an index.
    public subscript(index: Int) -> Element { members[index] }
}

// MARK: - Literals

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Makes an object; of two members with the same key the last one counts.
    public init(dictionaryLiteral members: (String, JSONValue)...) {
        self.init(members)
    }
}

// MARK: - Text

extension JSONObject: CustomStringConvertible {
    /// The object as JSON text without white space.
    public var description: String { JSONValue.object(self).jsonText }
}

// MARK: - Equality

extension JSONObject: Hashable {
    /// Tells whether two objects have the same members.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }

    /// Feeds the members into a hasher, without their order.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for (key, value) in self {
            var member = Hasher()
            member.combine(ExactText(key))
            member.combine(value)
            sum &+= member.finalize()
        }
        hasher.combine(sum)
    }
}
