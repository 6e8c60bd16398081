internal import Foundation
internal import GRDB
internal import NoviCore

extension SQLiteFlagStore {
    /// Creates a database with tables, and runs a script in it.
    ///
    /// - Parameters:
    ///   - url: Where it shall be.
    ///   - script: The path of an SQL file.
    /// - Throws: ``FlagStoreError`` if there is a database, or if the script
    ///   fails; nothing is created then.
    package static func create(_ url: String, script: String) async throws {
        guard case .file(let path) = try DatabaseURL(url).location else {
            throw FlagStoreError("A database in memory cannot be created beforehand; name a file.")
        }
        guard
            let bytes = FileManager.default.contents(atPath: script),
            let sql = String(validating: bytes, as: UTF8.self)
        else {
            throw FlagStoreError("The script '\(script)' cannot be read as UTF-8; correct it.")
        }
        do {
            guard try !DatabaseCreation.create(path, script: sql) else { return }
        } catch let error as DatabaseError {
            throw FlagStoreError(
                "The script '\(script)' failed, and '\(path)' was not created: \(error.text)."
            )
        }
        throw FlagStoreError("There is a database '\(path)' already; a script needs a new one.")
    }
}
