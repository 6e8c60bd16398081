package import NoviCore

/// Where a SQLite database is, as SQLAlchemy writes it or as a plain path.
package struct DatabaseURL: Sendable, Hashable {
    /// A place for a database.
    package enum Location: Sendable, Hashable {
        /// The memory of this process.
        case memory
        /// A file.
        case file(String)
    }

    /// The place.
    package let location: Location
    /// Whether the database may not be written to.
    package let isReadOnly: Bool

    /// Reads a URL.
    ///
    ///     sqlite://                 in memory
    ///     sqlite:///novi.db         relative to the working folder
    ///     sqlite:////var/novi.db    absolute
    ///     /var/novi.db              a plain path
    ///
    /// Of what follows a question mark, `mode` and `uri` have the meaning that
    /// SQLAlchemy and SQLite give them; the rest is passed over.
    ///
    /// - Parameter text: The URL. It is not decoded: `%20` is three characters.
    /// - Throws: One sentence, which never repeats a user name or a password.
    package init(_ text: String) throws(FlagStoreError) {
        guard let separator = text.firstRange(of: "://") else {
            try self.init(plain: text)
            return
        }
        let scheme = text[..<separator.lowerBound]
        guard ["sqlite", "sqlite+pysqlite"].contains(scheme) else {
            throw Self.unknown(scheme)
        }
        let parts = text[separator.upperBound...]
            .split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        try self.init(path: parts[0], query: parts.count > 1 ? parts[1].split(separator: "&") : [])
    }

    private init(plain path: String) throws(FlagStoreError) {
        guard !path.isEmpty, !path.hasPrefix("sqlite:") else {
            throw FlagStoreError("'\(path)' is not a database; \(Self.forms).")
        }
        location = path == ":memory:" ? .memory : .file(path)
        isReadOnly = false
    }

    private init(path: Substring, query: [Substring]) throws(FlagStoreError) {
        guard path.isEmpty || path.hasPrefix("/") else {
            throw FlagStoreError("The URL of a SQLite database has no host; \(Self.forms).")
        }
        var path = path.dropFirst()
        if query.contains("uri=true"), path.hasPrefix("file:") { path.removeFirst("file:".count) }
        let isInMemory = path.isEmpty || path == ":memory:" || query.contains("mode=memory")
        // SQLite may take a path that begins so for a URI.
        let file = path.hasPrefix("file:") ? "./\(path)" : String(path)
        location = isInMemory ? .memory : .file(file)
        isReadOnly = query.contains("mode=ro")
    }

    private static let forms = "write a path, or sqlite:///FILE, or sqlite:////FOLDER/FILE"

    private static func unknown(_ scheme: Substring) -> FlagStoreError {
        // Text that is no scheme may hold a password.
        let isScheme = scheme.wholeMatch(of: /[A-Za-z0-9+._-]+/) != nil
        let name = isScheme ? "by the scheme '\(scheme)'" : "of this kind"
        return FlagStoreError("Novi opens no databases \(name); \(forms).")
    }
}
