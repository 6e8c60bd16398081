package import NoviActivation

/// What the process in which plugins are tried is asked to hold against the
/// contract.
package struct ContractRequest: Sendable, Hashable {
    /// The one class that is tried; nil for all.
    package var className: String?
    /// The names of the parts that are left out.
    package var omittedParts: Set<String>
    /// Configs that work, by the name of their class.
    package var configs: [String: [String]]

    /// Makes a request.
    package init(
        className: String?,
        omittedParts: Set<String>,
        configs: [String: [String]]
    ) {
        self.className = className
        self.omittedParts = omittedParts
        self.configs = configs
    }
}

extension ContractRequest {
    /// The request for a message.
    package var json: JSONValue {
        let lists = configs.map { ($0, JSONValue.array($1.map(JSONValue.string))) }
        return [
            "class": className.map(JSONValue.string) ?? .null,
            "omitted": .array(omittedParts.sorted().map(JSONValue.string)),
            "configs": .object(JSONObject(lists)),
        ]
    }

    /// Reads a request.
    ///
    /// - Parameter json: What ``json`` gave; nil results from anything else.
    package init?(_ json: JSONValue?) {
        guard let omitted = json?["omitted"]?.array, let lists = json?["configs"]?.object else {
            return nil
        }
        className = json?["class"]?.string
        omittedParts = Set(omitted.compactMap(\.string))
        configs = [:]
        for (name, list) in lists { configs[name] = list.array?.compactMap(\.string) ?? [] }
    }
}

/// What came of holding a plugin against the contract.
package enum ContractAnswer: Sendable, Hashable {
    /// It came to its end, with a report and what the plugin printed meanwhile.
    case report(JSONValue, output: String)
    /// It brought the process down, or did not come to an end, during a part of
    /// the contract; the name is empty if it was none.
    case fatal(PluginProblem, part: String)
    /// There is no process for it.
    case unavailable(PluginProblem)
}

extension ContractAnswer {
    /// The answer for a message.
    package var json: JSONValue {
        switch self {
        case .report(let report, let output): ["report": report, "output": .string(output)]
        case .fatal(let problem, let part): ["fatal": problem.json, "part": .string(part)]
        case .unavailable(let problem): ["unavailable": problem.json]
        }
    }

    /// Reads an answer.
    ///
    /// - Parameter json: What ``json`` gave; nil results from anything else.
    package init?(_ json: JSONValue) {
        if let report = json["report"] {
            self = .report(report, output: json["output"]?.string ?? "")
        } else if let problem = PluginProblem(json["fatal"]) {
            self = .fatal(problem, part: json["part"]?.string ?? "")
        } else if let problem = PluginProblem(json["unavailable"]) {
            self = .unavailable(problem)
        } else {
            return nil
        }
    }
}
