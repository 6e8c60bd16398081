import ArgumentParser
import NoviClient

/// `novi eval`.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate a flag for a context.",
        discussion: """
            Prints on or off, the reason, and the variant if one was chosen.

              novi eval new-checkout --context '{"targetingKey": "user-42"}' --trace
            """
    )

    @OptionGroup var options: SharedOptions

    @Argument(help: "The name of the flag.")
    var flag: String

    @Option(help: "The facts about the caller: a JSON object.")
    var context = "{}"

    @ArgumentParser.Flag(help: "Say what each activation decides.")
    var trace = false

    func run() async throws {
        try await reporting {
            let logger = options.logger()
            let context = try EvaluationContext(json: context)
            let client = DbClient(try options.configuration(logger: logger), logger: logger)
            try await client.load()
            let evaluation = client.evaluate(flag, context: context, default: false, trace: trace)
            if options.json {
                printJSON(evaluation.json(key: flag, withTrace: trace))
            } else {
                for line in evaluation.lines { printLine(line) }
            }
            if evaluation.error != nil { throw ExitCode.badNews }
        }
    }
}

extension Evaluation {
    /// The evaluation for programs, with OFREP's keys.
    func json(key: String, withTrace: Bool) -> JSONValue {
        var object: JSONObject = [
            "key": .string(key), "value": value, "reason": .string(reason.rawValue),
        ]
        if let variant { object["variant"] = .string(variant) }
        if let error {
            object["errorCode"] = .string(error.code.rawValue)
            object["errorDetails"] = .string(error.message)
        }
        if withTrace { object["trace"] = .array(trace.map(\.json)) }
        return .object(object)
    }

    /// The evaluation for people.
    fileprivate var lines: [String] {
        let variant = variant.map { " variant \($0)" } ?? ""
        let value = value == .boolean(isOn) ? "" : " value \(value)"
        let failure = error.map { ["  \($0)"] } ?? []
        return ["\(isOn ? "on" : "off") (\(reason.rawValue))\(variant)\(value)"] + failure
            + trace.map(\.line)
    }
}

extension TraceStep {
    fileprivate var word: String {
        switch decision {
        case .on: "on"
        case .off: "off"
        case .abstain: "abstain"
        case .error: "error"
        }
    }

    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "id": .integer(activation.id),
            "name": .string(activation.name),
            "class_name": .string(activation.className),
            "decision": .string(word),
            "afterDecision": .boolean(isAfterDecision),
            "nanoseconds": .integer(nanoseconds),
        ]
        if let plugin { object["plugin"] = .string(plugin) }
        if let variant { object["variant"] = .string(variant) }
        if let value { object["value"] = value }
        if let explanation { object["explanation"] = .string(explanation) }
        if case .error(let error) = decision {
            object["errorCode"] = .string(error.code.rawValue)
            object["errorDetails"] = .string(error.message)
        }
        return .object(object)
    }

    fileprivate var line: String {
        var line = "  \(isAfterDecision ? "·" : "→") \(word)  \(activation.id) '\(activation.name)'"
        if let variant { line += "  variant \(variant)" }
        line += "  \(activation.className)  \(plugin ?? "no plugin")  \(nanoseconds) ns"
        if let explanation { line += "\n      \(explanation)" }
        if case .error(let error) = decision { line += "\n      \(error)" }
        return line
    }
}
