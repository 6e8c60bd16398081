import NoviActivation
import Testing

struct JSONObjectTests {
    @Test func `members keep the order in which they came`() {
        let object: JSONObject = ["b": 1, "a": 2, "b": 3]
        #expect(object.map(\.key) == ["b", "a"])
        #expect(object.map(\.value) == [3, 2])
        #expect(object.first?.key == "b")
        #expect(object[1].value == 2)
    }

    @Test(arguments: [0, 1, 7, 8, 9, 10, 100])
    func `every member is found, however many there are`(count: Int) {
        let object = JSONObject((0..<count).map { ("key \($0)", .integer(Int64($0))) })
        #expect(object.count == count)
        for number in 0..<count {
            #expect(object["key \(number)"] == .integer(Int64(number)))
        }
        #expect(object["key"] == nil)
    }

    @Test(arguments: [3, 9, 10, 20])
    func `members can be replaced and removed`(count: Int) {
        var object = JSONObject((0..<count).map { ("\($0)", .integer(Int64($0))) })
        object["1"] = nil
        object["absent"] = nil
        object["2"] = "two"
        object["new"] = true
        let rest = (3..<count).map { (key: "\($0)", value: JSONValue.integer(Int64($0))) }
        #expect(object.map(\.key) == ["0", "2"] + rest.map(\.key) + ["new"])
        #expect(object.map(\.value) == [0, "two"] + rest.map(\.value) + [true])
        for member in object {
            #expect(object[member.key] == member.value)
        }
    }

    @Test func `objects with the same members are equal, whatever their order`() {
        let members = (0..<12).map { ("\($0)", JSONValue.integer(Int64($0))) }
        let object = JSONObject(members)
        let reversed = JSONObject(members.reversed())
        #expect(object == reversed)
        #expect(object.hashValue == reversed.hashValue)
        #expect(object != JSONObject(members.dropLast()))
    }

    @Test func `keys are told apart by their code points`() {
        var object: JSONObject = ["\u{E9}": 1]
        #expect(object["e\u{301}"] == nil)
        object["e\u{301}"] = 2
        #expect(object.count == 2)
    }
}
