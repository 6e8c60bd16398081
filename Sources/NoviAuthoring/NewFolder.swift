package import Foundation

/// A folder that a command fills: with everything, or not at all.
package struct NewFolder {
    /// The folder.
    package let url: URL

    package init(_ url: URL) { self.url = url }

    /// Writes files into the folder, which is made if it does not exist.
    ///
    /// The files are written beside their places and then moved: a command that
    /// fails leaves nothing behind.
    ///
    /// - Parameter files: The files.
    /// - Throws: ``AuthoringError`` if the folder has something in it, or if
    ///   the file system refuses.
    package func write(_ files: [PackageFile]) throws(AuthoringError) {
        let made = try isEmptyFolder() ? [] : [url.firstMissing]
        let stage = url.appending(path: ".novi-\(UUID().uuidString)")
        var placed: [URL] = []
        do {
            for file in files { try write(file, below: stage) }
            for entry in try FileManager.default.contentsOfDirectory(atPath: stage.path) {
                let place = url.appending(path: entry)
                try FileManager.default.moveItem(at: stage.appending(path: entry), to: place)
                placed.append(place)
            }
            try FileManager.default.removeItem(at: stage)
        } catch {
            // What cannot be removed either is what the error is about.
            for item in [stage] + placed + made {
                try? FileManager.default.removeItem(at: item)
            }
            throw .notWritten(url.path, reason: error.localizedDescription)
        }
    }

    /// Tells an empty folder from none.
    private func isEmptyFolder() throws(AuthoringError) -> Bool {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            return false
        }
        guard isFolder.boolValue else { throw .notAFolder(url.path) }
        let entries: [String]
        do {
            entries = try FileManager.default.contentsOfDirectory(atPath: url.path)
        } catch {
            throw .notWritten(url.path, reason: error.localizedDescription)
        }
        guard entries.isEmpty else { throw .folderNotEmpty(url.path) }
        return true
    }

    /// Writes one file, with the folders that it needs.
    private func write(_ file: PackageFile, below folder: URL) throws {
        let place = folder.appending(path: file.path)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(file.text.utf8).write(to: place)
    }
}

extension URL {
    /// The outermost of the folders on the way to this one that do not exist.
    fileprivate var firstMissing: URL {
        let parent = absoluteURL.deletingLastPathComponent()
        guard parent.path != "/", !FileManager.default.fileExists(atPath: parent.path) else {
            return self
        }
        return parent.firstMissing
    }
}
