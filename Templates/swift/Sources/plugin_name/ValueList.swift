import NoviActivation

/// Values that an attribute may have, as a config lists them.
struct ValueList: Equatable {
    let attribute: String
    let values: [String]

    /// Reads a config.
    ///
    /// - Throws: ``ActivationError`` if something is missing.
    init(_ config: JSONValue) throws(ActivationError) {
        guard let attribute = config["attribute"]?.string, !attribute.isEmpty else {
            throw .config("The config names no attribute; write {\"attribute\": \"plan\", …}.")
        }
        let values = config["values"]?.array?.compactMap(\.string) ?? []
        guard !values.isEmpty, values.count == config["values"]?.array?.count else {
            throw .config("The config lists no values; write {\"values\": [\"team\"], …}.")
        }
        self.attribute = attribute
        self.values = values
    }

    /// Finds the place of a value in the list.
    func place(of value: String) -> Int? { values.firstIndex(of: value) }
}
