package import NoviActivation

/// On while the context's `currentDateTime` lies in a window.
///
///     {
///       "startDateTime": "11/26/2023 12:00 AM",
///       "endDateTime": "11/28/2023 12:00 AM",
///       "format": "%m/%d/%Y %I:%M %p"
///     }
///
/// The start belongs to the window, the end does not. The format is that of
/// CPython's `strptime`. Without `currentDateTime` there is no opinion.
package struct DateTimeActivation: BaseActivation {
    package static let summary = "On while the context's currentDateTime lies in a window."
    package static let traits: ActivationTraits = .pure
    package static let configSchema = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "required": ["startDateTime", "endDateTime", "format"],
          "properties": {
            "startDateTime": {"type": "string", "description": "When it begins; included."},
            "endDateTime": {"type": "string", "description": "When it ends; not included."},
            "format": {"type": "string", "description": "How times are written, as in strptime."}
          },
          "examples": [
            {"startDateTime": "2026-12-01", "endDateTime": "2027-01-01", "format": "%Y-%m-%d"}
          ]
        }
        """

    private let window: DateTimeWindow
    private let currentDateTime: Key

    package init(config: ActivationConfig) throws {
        let object = try config.json
        window = try DateTimeWindow(
            start: Self.text("startDateTime", of: object),
            end: Self.text("endDateTime", of: object),
            format: Self.text("format", of: object)
        )
        currentDateTime = config.key("currentDateTime")
    }

    private static func text(_ key: String, of config: JSONValue) throws -> String {
        guard let text = config[key]?.string else {
            throw ActivationError.config(
                "The config has no text '\(key)'; give it 'startDateTime', 'endDateTime' and 'format'."
            )
        }
        return text
    }

    package func evaluate(_ context: ActivationContext) throws -> Bool? {
        let now = context[currentDateTime]
        guard !now.isMissing else { return nil }
        guard let text = now.utf8 else {
            throw ActivationError.invalidContext("The context's 'currentDateTime' is not a text.")
        }
        do {
            return try window.contains(text)
        } catch {
            throw ActivationError.invalidContext("The context's 'currentDateTime': \(error)")
        }
    }
}
