internal import Synchronization

/// A clock that is read once, when it is first asked.
final class OneReading: Sendable {
    private let clock: WallClock
    private let reading = Mutex<Int64?>(nil)

    init(_ clock: @escaping WallClock) { self.clock = clock }

    /// The time at which it was first asked.
    var value: WallClock {
        {
            self.reading.withLock { reading in
                let time = reading ?? self.clock()
                reading = time
                return time
            }
        }
    }
}
