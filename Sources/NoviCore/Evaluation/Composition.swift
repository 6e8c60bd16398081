/// Which activations are made of which, to find those that cannot be: whoever
/// is made of itself, of too many layers, or of too many parts.
///
/// What it finds does not depend on the order in which it is asked.
struct Composition {
    /// The ids that each activation asked for while it was created.
    let parts: [Int64: [Int64]]
    /// How many layers there may be.
    let depthLimit: Int
    /// How many activations one evaluation may call; a part that is used twice
    /// is called twice.
    static let costLimit = 10_000

    private struct Visit {
        let id: Int64
        var next = 0
    }

    private var index: [Int64: Int] = [:]
    private var low: [Int64: Int] = [:]
    private var depths: [Int64: Int] = [:]
    /// How many activations an evaluation calls, up to just above the limit.
    private var costs: [Int64: Int] = [:]
    private var open: [Int64] = []
    private var isOpen: Set<Int64> = []
    private var faults: [Int64: String] = [:]

    init(parts: [Int64: [Int64]], depthLimit: Int) {
        self.parts = parts
        self.depthLimit = depthLimit
    }

    /// What is wrong with each activation that cannot be.
    static func faults(in parts: [Int64: [Int64]], depthLimit: Int) -> [Int64: String] {
        var composition = Composition(parts: parts, depthLimit: depthLimit)
        for id in parts.keys.sorted() where composition.index[id] == nil { composition.walk(id) }
        return composition.faults
    }

    /// Walks from one activation to all that it leads to, as Tarjan does (1972).
    ///
    /// The stack is the walk's own: the rows of a database must not exhaust
    /// that of the thread.
    private mutating func walk(_ root: Int64) {
        var path = [enter(root)]
        while let visit = path.last {
            let asked = parts[visit.id] ?? []
            guard visit.next < asked.count else {
                path.removeLast()
                leave(visit.id, for: path.last?.id)
                continue
            }
            path[path.count - 1].next += 1
            let part = asked[visit.next]
            if index[part] == nil {
                path.append(enter(part))
            } else if isOpen.contains(part), let low = low[visit.id], let other = index[part] {
                self.low[visit.id] = min(low, other)
            }
        }
    }

    private mutating func enter(_ id: Int64) -> Visit {
        low[id] = index.count
        index[id] = index.count
        open.append(id)
        isOpen.insert(id)
        return Visit(id: id)
    }

    private mutating func leave(_ id: Int64, for parent: Int64?) {
        if let parent, let one = low[parent], let other = low[id] { low[parent] = min(one, other) }
        guard low[id] == index[id], let start = open.lastIndex(of: id) else { return }
        let members = Array(open[start...])
        open.removeSubrange(start...)
        isOpen.subtract(members)
        judge(members)
    }

    /// Judges activations that all lead to each other; what they are made of
    /// besides has been judged.
    private mutating func judge(_ members: [Int64]) {
        guard members.count == 1, let id = members.first, !(parts[id] ?? []).contains(id) else {
            let cycle = Set(members)
            for id in members {
                faults[id] = Self.cycle(way(from: id, within: cycle))
                // Who cannot be created counts as one layer for those who ask for it.
                depths[id] = 1
            }
            return
        }
        let depth = 1 + (parts[id] ?? []).reduce(0) { max($0, depths[$1] ?? 0) }
        depths[id] = depth
        let cost = (parts[id] ?? []).reduce(1) { min($0 + (costs[$1] ?? 1), Self.costLimit + 1) }
        costs[id] = cost
        if depth > depthLimit {
            faults[id] = Self.tooDeep(depth, limit: depthLimit)
        } else if cost > Self.costLimit {
            faults[id] = Self.tooLarge
        }
    }

    /// The shortest way from an activation back to itself, or its beginning if
    /// too many lie on it to be read.
    private func way(from start: Int64, within members: Set<Int64>) -> [String] {
        guard members.count <= depthLimit else {
            let next = (parts[start] ?? []).first(where: members.contains) ?? start
            return ["\(start)", "\(next)", "…", "\(start)"]
        }
        var before: [Int64: Int64] = [:]
        var waiting = [start][...]
        while let id = waiting.popFirst() {
            for part in parts[id] ?? [] where members.contains(part) && before[part] == nil {
                before[part] = id
                waiting.append(part)
            }
        }
        var way = [start]
        repeat { way.append(before[way[way.count - 1]] ?? start) } while way.last != start
        return way.reversed().map(String.init)
    }

    private static func cycle(_ way: [String]) -> String {
        "The activation is made of itself: \(way.joined(separator: " → ")). "
            + "Take one of these out of another's config."
    }

    private static let tooLarge =
        "The activation calls others more than \(costLimit) times in one evaluation, those "
        + "included that are used in several places; make it of fewer."

    private static func tooDeep(_ depth: Int, limit: Int) -> String {
        "The activations are made of each other \(depth) deep; \(limit) is the limit."
    }
}
