import NoviCore
import NoviStorage
import Testing

/// Lends the events of a store that is watched meanwhile.
func watching<R>(
    _ store: SQLiteFlagStore,
    _ body: (inout AsyncStream<FlagStoreEvent>.Iterator) async throws -> R
) async throws -> R {
    let (events, continuation) = AsyncStream.makeStream(of: FlagStoreEvent.self)
    // Cancelled and awaited when the function ends.
    async let _: Void = store.watch { continuation.yield($0) }
    var iterator = events.makeAsyncIterator()
    let result = try await body(&iterator)
    _ = consume iterator
    return result
}

extension AsyncStream<FlagStoreEvent>.Iterator {
    /// The flags that come next.
    mutating func flags() async throws -> FlagSet {
        let event = await next(isolation: #isolation)
        guard case .flags(let flags) = event else { throw UnexpectedEvent() }
        return flags
    }

    /// The next reason why flags cannot be read.
    mutating func reason() async throws -> String {
        let event = await next(isolation: #isolation)
        guard case .unavailable(let error) = event else { throw UnexpectedEvent() }
        return error.description
    }
}

/// A store told something else than was expected.
struct UnexpectedEvent: Error {}
