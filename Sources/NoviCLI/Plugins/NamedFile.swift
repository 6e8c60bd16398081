import Foundation
import Glibc

/// Files that the command line names.
enum NamedFile {
    /// Reads a file.
    ///
    /// - Parameter path: Where it is.
    /// - Returns: All of its bytes.
    /// - Throws: ``UnreadableFile`` if there is none, or if it is a folder, a pipe or
    ///   a device.
    static func bytes(of path: String) throws(UnreadableFile) -> [UInt8] {
        // A pipe would block without O_NONBLOCK.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            throw UnreadableFile(path: path, reason: String(cString: strerror(errno)))
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw UnreadableFile(path: path, reason: "it is no regular file")
        }
        do {
            return [UInt8](try file.readToEnd() ?? Data())
        } catch {
            throw UnreadableFile(path: path, reason: String(cString: strerror(errno)))
        }
    }

    /// Writes a file at once and whole; what was there is gone.
    ///
    /// - Parameters:
    ///   - text: What is in it from now on.
    ///   - path: Where it is.
    /// - Throws: ``UnwritableFile`` if it cannot be written.
    static func write(_ text: String, to path: String) throws(UnwritableFile) {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw UnwritableFile(path: path, reason: error.reason)
        }
    }

    /// Makes a file that has not been there.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - text: What is in it.
    ///   - mode: Who may do what with it.
    /// - Throws: ``UnwritableFile`` if it is there, or if it cannot be written.
    static func make(_ path: String, _ text: String, mode: mode_t) throws(UnwritableFile) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else {
            throw UnwritableFile(path: path, reason: String(cString: strerror(errno)))
        }
        do {
            try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
                .write(contentsOf: Data(text.utf8))
        } catch {
            let reason = String(cString: strerror(errno))
            // Half of it is of no use.
            unlink(path)
            throw UnwritableFile(path: path, reason: reason)
        }
    }
}

/// A file that the command line names cannot be read.
struct UnreadableFile: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String {
        "'\(path)' cannot be read: \(reason); give the path of a file that this user may read."
    }
}

/// A file that the command line names cannot be written.
struct UnwritableFile: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String {
        "'\(path)' cannot be written: \(reason); choose another name, or give this user the right "
            + "to write there."
    }
}

extension Error {
    /// What the system says, without Foundation's words around it.
    fileprivate var reason: String {
        let cause = (self as? CocoaError)?.userInfo[NSUnderlyingErrorKey] as? POSIXError
        return cause.map { String(cString: strerror(Int32($0.code.rawValue))) }
            ?? "the system does not allow it"
    }
}
