import NoviActivation
import NoviCore
import Testing

/// What plugins find in a context.
struct ContextTests {
    private let rules: RulePlugin

    init() throws { rules = try RulePlugin() }

    /// The value that a plugin finds, by the verb `key` through the slots, by
    /// `find` with the name.
    private func value(
        _ verb: String,
        _ name: String,
        in context: EvaluationContext
    ) throws -> JSONValue? {
        let evaluation = rules.catalog.evaluate(
            .rule(1, "\(verb) \(name)"),
            context: context,
            trace: true
        )
        return try #require(evaluation.trace.first).value
    }

    @Test(
        arguments: [
            nil, true, false, 0, -1, .integer(.max), .integer(.min), 0.5, -0.0, .double(.infinity),
            "", "pro", "caf\u{E9}", "a text that is longer than fifteen bytes", "\0", "\u{10FFFF}",
            [], .object([:]), [1, "two", [nil]], .object(["b": 1, "a": .object(["c": [true]])]),
            .largeInteger("18446744073709551616"), .largeInteger("-9223372036854775809"),
        ] as [JSONValue]
    )
    func `a value arrives as it is, through its slot and by its name`(value: JSONValue) throws {
        let name = "context.types"
        let before: EvaluationContext = [name: value]
        #expect(before[name] == value)
        #expect(try self.value("find", name, in: before) == value)
        #expect(try self.value("key", name, in: before) == value)
        let after: EvaluationContext = ["other": 1, name: value, "another": "x"]
        #expect(try self.value("key", name, in: after) == value)
        #expect(after.attributes.map(\.value) == [1, value, "x"])
    }

    @Test func `what is no number stays none`() throws {
        let context: EvaluationContext = ["context.nan": .double(.nan)]
        #expect(try value("find", "context.nan", in: context)?.double?.isNaN == true)
    }

    @Test func `a key is found whether it was interned before the context or after`() throws {
        let name = "context.late"
        let early: EvaluationContext = [name: "early"]
        // Here the rule is made, and the key interned.
        let evaluator = rules.catalog.evaluator(FlagSet([.rule(1, "key \(name)")]))
        let late: EvaluationContext = [name: "late", "context.other": 1]
        for (context, text) in [(early, "early"), (late, "late"), (early, "early")] {
            let step = evaluator.evaluate("flag", context: context, trace: true).trace.first
            #expect(step?.value == .string(text))
        }
    }

    @Test func `a key is found if it is interned while the context is made`() async {
        for round in 0..<20 {
            let names = (0..<100).map { "context.race.\(round).\($0)" }
            let attributes = names.shuffled().map { ($0, JSONValue.string($0)) }
            let interned = Interner.keys.count + names.count
            async let interning: Void = onThread {
                for name in names { _ = Interner.keys.intern(utf8: name) }
            }
            let contexts = await onThread {
                var contexts = [EvaluationContext(attributes)]
                while Interner.keys.count < interned {
                    contexts = contexts.suffix(9) + [EvaluationContext(attributes)]
                }
                return contexts
            }
            await interning
            let rows = zip(1..., names).map { Activation.rule($0, "key \($1)") }
            let evaluator = rules.catalog.evaluator(FlagSet(rows))
            for context in contexts {
                let evaluation = evaluator.evaluate("flag", context: context, trace: true)
                #expect(evaluation.trace.map(\.value) == names.map(JSONValue.string))
            }
        }
    }

    @Test(arguments: [[:], ["context.here": 1]] as [EvaluationContext])
    func `an attribute that a context lacks is missing`(context: EvaluationContext) throws {
        for name in ["context.absent", "", "context.her", "context.heree", "Context.here"] {
            #expect(try value("find", name, in: context) == nil)
            #expect(try value("key", name, in: context) == nil)
            #expect(context[name] == nil)
        }
    }

    @Test func `many attributes do not hide each other`() throws {
        let attributes = (0..<300).map { ("context.many.\($0)", JSONValue.integer($0)) }
        let context = EvaluationContext(attributes)
        for index: Int64 in [0, 1, 63, 64, 128, 299] {
            #expect(try value("key", "context.many.\(index)", in: context) == .integer(index))
            #expect(try value("find", "context.many.\(index)", in: context) == .integer(index))
        }
        #expect(context.attributes.count == 300)
    }

    @Test func `of two attributes with one name the last counts`() throws {
        let context: EvaluationContext = ["context.twice": 1, "other": 2, "context.twice": nil]
        #expect(context["context.twice"] == .null)
        #expect(try value("find", "context.twice", in: context) == .null)
        #expect(try value("key", "context.twice", in: context) == .null)
        let after: EvaluationContext = ["context.twice": nil, "context.twice": "last"]
        #expect(try value("key", "context.twice", in: after) == "last")
    }

    @Test func `names that look alike but differ in their bytes are two`() throws {
        let composed = "context.caf\u{E9}"
        let decomposed = "context.cafe\u{301}"
        let context: EvaluationContext = [composed: "one", decomposed: "two"]
        for verb in ["find", "key"] {
            #expect(try value(verb, composed, in: context) == "one")
            #expect(try value(verb, decomposed, in: context) == "two")
        }
        #expect(context[composed] == "one")
        #expect(context.attributes.count == 2)
    }

    @Test func `a context without attributes is empty`() {
        let contexts = [EvaluationContext(), [:], EvaluationContext([(String, JSONValue)]())]
        for context in contexts {
            #expect(context.attributes.isEmpty)
            #expect(Answer(rules.catalog.evaluate(.rule(1, "on"), context: context)) == .on)
        }
    }

    @Test func `a name may be empty or hold any text`() throws {
        let context: EvaluationContext = ["": 1, " ": 2, "a\0b": 3, "\"": 4]
        #expect(context.attributes.map(\.name) == ["", " ", "a\0b", "\""])
        #expect(["", " ", "a\0b", "\"", "a"].map { context[$0] } == [1, 2, 3, 4, nil])
        #expect(try value("find", "", in: context) == 1)
        #expect(try value("key", "", in: context) == 1)
    }
}
