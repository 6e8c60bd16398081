package import NoviActivation
package import NoviCore

/// Why JSON does not describe a flag.
enum FlagFormError: Error, CustomStringConvertible {
    case notAList
    case missing(key: String, in: String)

    var description: String {
        switch self {
        case .notAList: "the answer is not a list."
        case .missing(let key, let place): "\(place) has no '\(key)' that makes sense."
        }
    }
}

extension Flag {
    /// Reads a flag as `GET /flags` writes it.
    init(json: JSONValue) throws(FlagFormError) {
        guard let id = json["id"]?.integer else { throw .missing(key: "id", in: "a flag") }
        let place = "flag \(id)"
        guard let name = json["name"]?.string else { throw .missing(key: "name", in: place) }
        guard let status = json["status"]?.truth else { throw .missing(key: "status", in: place) }
        let activations = try (json["activations"]?.array ?? []).map {
            value throws(FlagFormError) in try Activation(json: value)
        }
        self.init(id: id, name: name, status: status, activations: activations)
    }
}

extension Activation {
    /// Reads an activation as `GET /flags` writes it.
    fileprivate init(json: JSONValue) throws(FlagFormError) {
        guard let id = json["id"]?.integer else { throw .missing(key: "id", in: "an activation") }
        let place = "activation \(id)"
        guard let type = json["class_name"]?.string else {
            throw .missing(key: "class_name", in: place)
        }
        self.init(
            id: id,
            name: json["name"]?.string ?? "",
            className: type,
            config: json["config"]?.string ?? ""
        )
    }
}

extension JSONValue {
    /// What Python takes for true or false.
    fileprivate var truth: Bool? {
        switch self {
        case .boolean(let flag): flag
        case .integer(let number): number != 0
        case .null: false
        default: nil
        }
    }
}

extension Flag {
    /// The flag as `GET /flags` writes it, with exactly the original's keys.
    package var json: JSONValue { json(status: status) }

    /// The flag as `GET /flags` writes it, with another status.
    ///
    /// - Parameter status: The status to show.
    /// - Returns: A JSON object with exactly the original's keys, in the order
    ///   in which Flask writes them.
    package func json(status: Bool) -> JSONValue {
        [
            "activations": .array(activations.map(\.json)),
            "id": .integer(id),
            "name": .string(name),
            "status": .boolean(status),
        ]
    }
}

extension Activation {
    /// The activation as `GET /flags` writes it.
    package var json: JSONValue {
        [
            "class_name": .string(className),
            "config": .string(config),
            "id": .integer(id),
            "name": .string(name),
        ]
    }
}
