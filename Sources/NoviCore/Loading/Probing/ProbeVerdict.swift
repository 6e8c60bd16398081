package import NoviActivation

/// What came of loading a plugin in a process of its own.
package enum ProbeVerdict: Sendable, Hashable {
    /// It loads, and describes itself in a way that makes sense.
    case valid(PluginDescription, warnings: [PluginProblem])
    /// It does not load, or cannot be used.
    case refused(PluginProblem)
    /// It brought the process down, or did not come to an end.
    case fatal(PluginProblem)
}

extension ProbeVerdict {
    /// The verdict for a message or a file.
    package var json: JSONValue {
        switch self {
        case .valid(let description, let warnings):
            ["valid": description.json, "warnings": .array(warnings.map(\.json))]
        case .refused(let problem): ["refused": problem.json]
        case .fatal(let problem): ["fatal": problem.json]
        }
    }

    /// Reads a verdict.
    ///
    /// - Parameter json: What ``json`` gave; nil results from anything else.
    package init?(_ json: JSONValue) {
        if let problem = PluginProblem(json["refused"]) {
            self = .refused(problem)
        } else if let problem = PluginProblem(json["fatal"]) {
            self = .fatal(problem)
        } else if let description = PluginDescription(json["valid"]) {
            let warnings = json["warnings"]?.array?.compactMap { PluginProblem($0) }
            self = .valid(description, warnings: warnings ?? [])
        } else {
            return nil
        }
    }
}

extension PluginProblem {
    /// The problem for a message or a file.
    package var json: JSONValue {
        ["code": .string(code.rawValue), "message": .string(message), "remedy": .string(remedy)]
    }

    /// Reads a problem.
    ///
    /// - Parameter json: What ``json`` gave; nil results from anything else.
    package init?(_ json: JSONValue?) {
        guard let code = json?["code"]?.string.flatMap(Code.init(rawValue:)),
            let message = json?["message"]?.string, let remedy = json?["remedy"]?.string
        else { return nil }
        self.init(code, message, remedy: remedy)
    }
}
