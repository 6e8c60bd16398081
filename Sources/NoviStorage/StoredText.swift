// An unsafe edge: the bytes of a value, as SQLite lends them.

internal import GRDB
internal import GRDBSQLite

/// Text as it is in a row: all of it, also behind a zero byte, and with a note
/// if it is not UTF-8.
struct StoredText {
    /// The text; what is not UTF-8 is replaced.
    let text: String
    /// Whether something was replaced.
    let isRepaired: Bool
}

extension StoredText: DatabaseValueConvertible, StatementColumnConvertible {
    init(sqliteStatement: SQLiteStatement, index: CInt) {
        // The count is that of the text only when it is asked for after the text.
        let start = sqlite3_column_text(sqliteStatement, index)
        let count = Int(sqlite3_column_bytes(sqliteStatement, index))
        let bytes = UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
        do {
            text = String(copying: try UTF8Span(validating: bytes.span))
            isRepaired = false
        } catch {
            text = String(decoding: bytes, as: UTF8.self)
            isRepaired = true
        }
    }

    var databaseValue: DatabaseValue { text.databaseValue }

    static func fromDatabaseValue(_ value: DatabaseValue) -> StoredText? {
        String.fromDatabaseValue(value).map { StoredText(text: $0, isRepaired: false) }
    }
}
