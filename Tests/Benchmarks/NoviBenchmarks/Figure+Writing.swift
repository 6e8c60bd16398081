import Foundation
import NoviActivation

extension Figure: CustomStringConvertible {
    /// The line above the table.
    static let heading = line("figure", "value", "unit", "reference", "ratio", "goal")

    /// The line in the table.
    var description: String {
        Self.line(name, Self.text(value), unit, Self.text(reference), Self.text(ratio), verdict)
    }

    private var verdict: String {
        let limit =
            switch goal {
            case .value(let limit): "value ≤ \(limit)"
            case .ratio(let limit): "ratio ≤ \(limit)"
            case .speed(let limit): "ratio ≥ \(limit)"
            case nil: ""
            }
        return limit + (isMet.map { $0 ? ": met" : ": missed" } ?? "")
    }

    private static func line(
        _ name: String,
        _ value: String,
        _ unit: String,
        _ reference: String,
        _ ratio: String,
        _ goal: String
    ) -> String {
        let left = name.padding(toLength: 20, withPad: " ", startingAt: 0)
        let middle = unit.padding(toLength: 12, withPad: " ", startingAt: 0)
        return left + right(value, 10) + " " + middle + right(reference, 10) + right(ratio, 10)
            + "   " + goal
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func text(_ number: Double) -> String { String(format: "%.4g", number) }
}

extension Figure {
    /// The line in the file.
    var json: JSONValue {
        [
            "name": .string(name),
            "value": .double(value),
            "unit": .string(unit),
            "reference": .double(reference),
            "ratio": .double(ratio),
            "goal": goal.map { .double($0.limit) } ?? .null,
            "met": isMet.map(JSONValue.boolean) ?? .null,
        ]
    }
}

extension Figure.Goal {
    /// The number that decides.
    fileprivate var limit: Double {
        switch self {
        case .value(let limit), .ratio(let limit), .speed(let limit): limit
        }
    }
}
