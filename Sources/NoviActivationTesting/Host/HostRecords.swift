// An unsafe edge: names that are never freed.

internal import CNovi

/// What a host has been asked to keep, and what was wrong with the asking.
struct HostRecords: Sendable {
    /// The names of the keys; their ids are their indices.
    private(set) var keys: [[UInt8]] = []
    /// How often something was asked for that only `create` may ask for.
    var preparationCount = 0
    var log: [TestHost.LogMessage] = []
    /// What activations did that the interface forbids, each once.
    private var breaches: [String] = []

    private var keyIDs: [[UInt8]: UInt32] = [:]
    /// The addresses of the names, which stay where they are.
    private var names: [[UInt8]: UInt] = [:]
    private var nameAddresses: Set<UInt> = []

    /// The id of a key; a new one if there is none yet.
    mutating func internKey(_ name: [UInt8]) -> UInt32 {
        if let id = keyIDs[name] { return id }
        keyIDs[name] = UInt32(keys.count)
        keys.append(name)
        return UInt32(keys.count - 1)
    }

    /// The address of a name; a new one if there is none yet.
    mutating func internName(_ text: [UInt8]) -> UInt {
        if let address = names[text] { return address }
        let address = UInt(bitPattern: UnsafeMutablePointer<novi_string>.makeText(text))
        names[text] = address
        nameAddresses.insert(address)
        return address
    }

    /// The id of a key; nil if nobody has asked for one.
    func id(ofKey name: [UInt8]) -> UInt32? { keyIDs[name] }

    /// Whether an address is that of a name that the host keeps.
    func isName(_ address: UInt) -> Bool { nameAddresses.contains(address) }

    mutating func report(_ breach: String) {
        if !breaches.contains(breach) { breaches.append(breach) }
    }

    /// Gives what was reported since the last time.
    mutating func takeBreaches() -> [String] {
        defer { breaches = [] }
        return breaches
    }
}
