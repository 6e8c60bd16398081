import CNovi
import NoviActivation
import Testing

/// What the accessors of a value say for each type.
struct ContextValueTests {
    @Test func `a missing value is nothing else`() {
        let none = ContextValue(raw: novi_value())
        #expect(none.isMissing)
        #expect(!none.isNull)
        #expect(none.boolean == nil)
        #expect(none.integer == nil)
        #expect(none.double == nil)
        #expect(none.string == nil)
        #expect(none.utf8 == nil)
        #expect(none.json == nil)
    }

    @Test func `a value of a type that nobody knows is missing`() {
        let value = ContextValue(raw: .integer(1, 99))
        #expect(value.isMissing)
        #expect(value.json == nil)
    }

    @Test func `null is there`() {
        let value = ContextValue(raw: .integer(0, NOVI_NULL))
        #expect(value.isNull)
        #expect(!value.isMissing)
        #expect(value.json == .null)
        #expect(value.boolean == nil)
    }

    @Test(arguments: [false, true])
    func `a boolean is no number`(flag: Bool) {
        let value = ContextValue(raw: .boolean(flag))
        #expect(value.boolean == flag)
        #expect(value.json == .boolean(flag))
        #expect(value.integer == nil)
        #expect(value.double == nil)
        #expect(value.string == nil)
    }

    @Test(arguments: [0, 1, -1, Int64.max, .min])
    func `a whole number is a number too`(number: Int64) {
        let value = ContextValue(raw: .integer(number))
        #expect(value.integer == number)
        #expect(value.double == Double(number))
        #expect(value.json == .integer(number))
        #expect(value.boolean == nil)
        #expect(!value.isMissing)
    }

    @Test(arguments: [0, -0.5, .infinity, 1e300])
    func `a number with a fraction is no whole one`(number: Double) {
        let value = ContextValue(raw: .double(number))
        #expect(value.double == number)
        #expect(value.json == .double(number))
        #expect(value.integer == nil)
    }

    @Test(arguments: ["", "pro", "caf\u{E9}", "1"] as [StaticString])
    func `text is text`(text: StaticString) {
        let value = ContextValue(raw: .text(text))
        #expect(value.string == text.description)
        #expect(value.utf8.map(Array.init) == Array(text.description.utf8))
        #expect(value.json == .string(text.description))
        #expect(value.integer == nil)
    }

    @Test func `JSON text is read`() {
        let value = ContextValue(raw: .text(#"{"a": [1, null]}"#, NOVI_JSON))
        #expect(value.json == .object(["a": [1, nil]]))
        #expect(value.string == nil)
        #expect(value.utf8 == nil)
        let large = ContextValue(raw: .text("18446744073709551616", NOVI_JSON))
        #expect(large.json == .largeInteger("18446744073709551616"))
        #expect(ContextValue(raw: .text("{", NOVI_JSON)).json == nil)
    }

    @Test(arguments: [0, 5] as [UInt32])
    func `text that is nowhere is empty`(size: UInt32) async {
        await #expect(processExitsWith: .success) { [size = size as UInt32] in
            var raw = novi_value()
            raw.type = UInt32(NOVI_STRING)
            raw.size = size
            #expect(ContextValue(raw: raw).string == "")
            raw.type = UInt32(NOVI_JSON)
            #expect(ContextValue(raw: raw).json == nil)
        }
    }
}
