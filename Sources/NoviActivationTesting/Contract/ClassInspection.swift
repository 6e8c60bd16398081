// An unsafe edge: the table of one class.

internal import CNovi
internal import NoviActivation

/// Looks at what a class says about itself.
struct ClassInspection {
    let table: novi_class
    let findings: Findings

    /// Looks at everything.
    ///
    /// - Returns: Whether the class can be called.
    func canBeCalled() -> Bool {
        let functions = [
            ("create", table.create != nil), ("evaluate", table.evaluate != nil),
            ("destroy", table.destroy != nil),
        ]
        for (name, isThere) in functions {
            findings.expect(isThere, .functions, "The class has no \(name); set it in its table.")
        }
        let known = UInt32(NOVI_CLASS_PURE | NOVI_CLASS_SERIAL | NOVI_CLASS_CLOCK)
        if table.flags & ~known != 0 {
            let unknown = String(table.flags & ~known, radix: 16)
            findings.warn(.functions, "The class has the flags 0x\(unknown), which hosts ignore.")
        }
        checkTexts()
        return functions.allSatisfy(\.1)
    }

    private func checkTexts() {
        let summary = String(table.summary)
        findings.expect(
            summary.unicodeScalars.allSatisfy { $0.value >= 0x20 },
            .selfDescription,
            "The summary has line breaks or other control characters; say it in one line."
        )
        let schema = TextPiece(table.config_schema).string ?? ""
        guard !schema.isEmpty else { return }
        do {
            let value = try JSONValue(parsing: schema)
            findings.expect(
                value.object != nil || value.boolean != nil,
                .selfDescription,
                "The schema is \(printable(value.jsonText.utf8)); a JSON Schema is an object."
            )
        } catch {
            findings.expect(false, .selfDescription, "The schema is not JSON: \(error)")
        }
    }
}
