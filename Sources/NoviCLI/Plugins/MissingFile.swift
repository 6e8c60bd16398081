import Foundation

/// There is nothing to look at.
struct MissingFile: Error, CustomStringConvertible {
    let path: String
    var description: String { "There is no file '\(path)', or it may not be looked at." }

    /// Makes sure that there is something at a path.
    static func check(_ path: String) throws(MissingFile) {
        // Whatever else is wrong with the path, the inspection says better.
        guard (try? FileManager.default.attributesOfItem(atPath: path)) != nil else {
            throw MissingFile(path: path)
        }
    }
}
