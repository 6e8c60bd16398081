internal import NoviActivation

/// What is known of files and plugins from earlier searches.
struct PluginIndex {
    private static let version: Int64 = 1
    /// How many files and plugins are remembered.
    private static let limit = 50_000

    /// The content of each file that has not changed since.
    private var contents: [FileStatus.Stamp: ContentHash] = [:]
    /// What plugins have said about themselves when they were tried.
    private var verdicts: [ContentHash: ProbeVerdict] = [:]
    /// Which host tried them.
    private let host: String
    /// Whether anything is known that was not when it was read.
    private(set) var hasChanged = false

    /// Makes an index that knows nothing.
    ///
    /// - Parameter host: Distinguishes hosts that would try plugins differently.
    init(host: String) { self.host = host }

    /// The content of a file; nil if it is not known or has changed.
    func content(of stamp: FileStatus.Stamp) -> ContentHash? { contents[stamp] }

    /// What came of trying a content; nil if it is not known.
    func verdict(on hash: ContentHash) -> ProbeVerdict? { verdicts[hash] }

    /// Remembers the content of a file.
    mutating func remember(_ hash: ContentHash, of stamp: FileStatus.Stamp) {
        if contents.count >= Self.limit { contents = [:] }
        contents[stamp] = hash
        hasChanged = true
    }

    /// Remembers what came of trying a content.
    mutating func remember(_ verdict: ProbeVerdict, on hash: ContentHash) {
        if verdicts.count >= Self.limit { verdicts = [:] }
        verdicts[hash] = verdict
        hasChanged = true
    }

    /// Forgets what came of trying a content.
    mutating func forget(_ hash: ContentHash) {
        hasChanged = verdicts.removeValue(forKey: hash) != nil || hasChanged
    }

    /// Says that the index has been written.
    mutating func wasSaved() { hasChanged = false }
}

extension PluginIndex {
    /// The index for a file.
    var json: JSONValue {
        [
            "version": .integer(Self.version), "host": .string(host),
            "contents": .array(
                contents.map { stamp, hash in
                    let numbers = [
                        Int64(bitPattern: stamp.device), Int64(bitPattern: stamp.node), stamp.size,
                        stamp.contentTime, stamp.statusTime,
                    ]
                    return .array(numbers.map(JSONValue.integer) + [.string(hash.description)])
                }
            ),
            "verdicts": .object(
                JSONObject(verdicts.map { ($0.description, $1.json) })
            ),
        ]
    }

    /// Reads an index; what another version or another host has written counts
    /// for nothing.
    init(_ json: JSONValue?, host: String) {
        self.init(host: host)
        guard json?["version"]?.integer == Self.version, json?["host"]?.string == host else {
            return
        }
        for entry in json?["contents"]?.array ?? [] {
            let numbers = entry.array?.prefix(5).compactMap(\.integer) ?? []
            guard numbers.count == 5, let hash = entry[5]?.string.flatMap(ContentHash.init) else {
                continue
            }
            contents[FileStatus.Stamp(numbers)] = hash
        }
        for (key, value) in json?["verdicts"]?.object ?? [:] {
            guard let hash = ContentHash(key), let verdict = ProbeVerdict(value) else { continue }
            verdicts[hash] = verdict
        }
    }
}

extension FileStatus.Stamp {
    fileprivate init(_ numbers: [Int64]) {
        self.init(
            device: UInt64(bitPattern: numbers[0]),
            node: UInt64(bitPattern: numbers[1]),
            size: numbers[2],
            contentTime: numbers[3],
            statusTime: numbers[4]
        )
    }
}
