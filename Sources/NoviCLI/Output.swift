import Glibc
import NoviClient

/// Prints a line on standard error.
func printError(_ line: String) {
    var line = line + "\n"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// Prints JSON on standard output.
func printJSON(_ value: JSONValue) {
    print(value.jsonText(indent: 2))
}

/// Prints rows in columns, the last as wide as it is.
func printTable(_ header: [String], _ rows: [[String]]) {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    for row in all {
        let cells = row.enumerated().map { column, cell in
            column == header.count - 1
                ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
        }
        print(cells.joined(separator: "  "))
    }
}
