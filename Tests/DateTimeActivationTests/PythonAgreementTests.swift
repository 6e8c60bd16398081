import DateTimeActivation
import Foundation
import Testing

struct PythonAgreementTests {
    @Test func `every recorded answer of Python is ours`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "Data/strptime.json"))
        let answers = try JSONDecoder().decode([PythonAnswer].self, from: data)
        #expect(answers.count > 1_000)
        for answer in answers {
            let moment = reading(of: answer.text, as: answer.format)
            #expect(moment?.microseconds == answer.microseconds, "\(answer)")
        }
    }
}

/// What CPython 3.11 makes of a text in the C locale and in UTC.
private struct PythonAnswer: Decodable {
    let format: String
    let text: String
    /// The microseconds since the year 1 began, or nil where Python raises.
    let microseconds: Int64?

    init(from decoder: any Decoder) throws {
        var row = try decoder.unkeyedContainer()
        format = try row.decode(String.self)
        text = try row.decode(String.self)
        microseconds = try row.decodeIfPresent(Int64.self)
    }
}
