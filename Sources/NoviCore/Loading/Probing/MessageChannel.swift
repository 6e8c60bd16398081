// An unsafe edge: a socket between two processes.

internal import CNoviSystem
internal import Glibc
package import NoviActivation

/// Messages between this process and the one in which plugins are tried: four
/// bytes of length, then JSON.
package struct MessageChannel: Sendable {
    /// How many bytes a message may have.
    private static let limit = 64 << 20

    /// Why messages cannot be exchanged any more.
    package enum Failure: Error {
        /// The other side has closed its end.
        case ended
        /// Nothing came within the time.
        case timedOut
        /// What came is no message.
        case garbled
    }

    private let descriptor: Int32

    /// Takes a socket; whoever opened it closes it.
    package init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Sends a message.
    ///
    /// - Parameter message: What to send.
    /// - Throws: ``Failure/ended`` if nobody listens.
    package func send(_ message: JSONValue) throws(Failure) {
        var bytes: [UInt8] = []
        message.write(to: &bytes)
        var rest = withUnsafeBytes(of: UInt32(bytes.count).littleEndian, Array.init) + bytes
        while !rest.isEmpty {
            let count = Glibc.send(descriptor, rest, rest.count, Int32(MSG_NOSIGNAL))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .ended }
            rest.removeFirst(count)
        }
    }

    /// Waits for a message.
    ///
    /// - Parameter deadline: When to give up; nil for never.
    /// - Returns: The message.
    /// - Throws: ``Failure``
    package func receive(
        until deadline: ContinuousClock.Instant? = nil
    ) throws(Failure) -> JSONValue {
        let header = try receive(4, until: deadline)
        let count: UInt32 = header.number(at: 0)
        guard count <= Self.limit else { throw .garbled }
        let bytes = try receive(Int(count), until: deadline)
        guard let value = try? bytes.withUnsafeBytes(JSONValue.init(parsing:)) else {
            throw .garbled
        }
        return value
    }

    /// Sends a descriptor.
    package func send(descriptor file: Int32) throws(Failure) {
        guard novi_send_descriptor(descriptor, file) == 0 else { throw .ended }
    }

    /// Takes a descriptor that the other side sends next; the caller closes it.
    package func receiveDescriptor() throws(Failure) -> Int32 {
        let file = novi_receive_descriptor(descriptor)
        guard file >= 0 else { throw .garbled }
        return file
    }

    private func receive(
        _ count: Int,
        until deadline: ContinuousClock.Instant?
    ) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let wait = deadline.map { (ContinuousClock.now.duration(to: $0)).milliseconds } ?? -1
            guard poll(&request, 1, wait) != 0 else { throw .timedOut }
            let missing = count - bytes.count
            let part = [UInt8](unsafeUninitializedCapacity: min(missing, 1 << 20)) { buffer, used in
                used = max(recv(descriptor, buffer.baseAddress, buffer.count, 0), 0)
            }
            if part.isEmpty, errno == EINTR { continue }
            guard !part.isEmpty else { throw .ended }
            bytes += part
        }
        return bytes
    }
}

extension Duration {
    /// Whole milliseconds for `poll`, none below zero.
    package var milliseconds: Int32 {
        Int32(clamping: max(Int64(self / .milliseconds(1)), 0))
    }
}
