/// Where flags come from, and how one learns that they changed.
package protocol FlagStore: Sendable {
    /// Delivers the flags that there are, and again after each change, until
    /// the task is cancelled.
    ///
    /// While the flags cannot be read, it says why, and goes on trying.
    ///
    /// - Parameter deliver: Takes what was read; the store waits for it.
    func watch(_ deliver: @escaping @Sendable (FlagStoreEvent) async -> Void) async

    /// Reads the flags once.
    ///
    /// - Throws: ``FlagStoreError`` if they cannot be read.
    func load() async throws -> FlagSet
}

/// What a store tells those who watch it.
package enum FlagStoreEvent: Sendable {
    /// The flags, all of them, as they are now.
    case flags(FlagSet)
    /// The flags cannot be read at the moment; what was delivered before still
    /// holds.
    case unavailable(FlagStoreError)
}

/// A store that can be written to.
package protocol WritableFlagStore: FlagStore {
    /// Applies edits in one transaction, and reads what they changed.
    ///
    /// - Parameter edits: What to change, in order.
    /// - Returns: The flags, as they are after the commit.
    /// - Throws: ``FlagStoreError``; nothing is changed then.
    func write(_ edits: [FlagEdit]) async throws -> FlagSet
}

/// One change to what a store holds.
package enum FlagEdit: Sendable, Hashable {
    /// Inserts a flag, or replaces the one with this id.
    case putFlag(id: Int64, name: String, status: Bool)
    /// Deletes a flag and its links.
    case deleteFlag(id: Int64)
    /// Inserts an activation, or replaces the one with this id.
    case putActivation(Activation)
    /// Deletes an activation and its links.
    case deleteActivation(id: Int64)
    /// Attaches an activation to a flag; nothing happens if it is attached.
    case attach(flagID: Int64, activationID: Int64)
    /// Detaches an activation from a flag; nothing happens if it is not attached.
    case detach(flagID: Int64, activationID: Int64)
}

/// Why flags cannot be read or written.
package struct FlagStoreError: Error, Hashable, CustomStringConvertible {
    /// One sentence: what failed, on what, and what to do.
    package let description: String

    /// Makes an error.
    ///
    /// - Parameter description: One sentence: what failed, on what, and what to do.
    package init(_ description: String) { self.description = description }
}
