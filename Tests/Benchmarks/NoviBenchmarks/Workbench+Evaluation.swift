import CReference
import NoviClient
import NoviCore

extension Workbench {
    /// One flag after the other, of as many as are given.
    mutating func evaluation(_ name: String, flagCount: Int) async throws -> Figure {
        let sample = SampleFlags(count: flagCount)
        let evaluator = evaluator(of: sample.flagSet)
        let context = SampleFlags.context
        let reference = ReferenceFlags(sample.names)
        let names = NameList(sample.names.shuffled())
        let passes = max(1, 20_000 / flagCount)
        var on = (0, 0)
        let comparison = try await stopwatch.compare {
            on.0 += names.evaluate(with: evaluator, context, passes: passes)
        } with: {
            on.1 += reference.evaluate(names, passes: passes)
        }
        precondition(on.0 == on.1, "Swift and C do not decide alike.")
        let count = flagCount * passes
        return Figure(name, comparison, per: count, in: .nanoseconds, goal: .ratio(atMost: 3))
    }

    /// The call as an app writes it.
    mutating func publicCall(_ name: String) async throws -> Figure {
        let sample = SampleFlags(count: 10_000)
        let client = try await client(of: sample)
        let reference = ReferenceFlags(sample.names)
        let names = NameList(["checkout.button-colour-42"])
        let count = 10_000
        var on = (0, 0)
        let comparison = try await stopwatch.compare {
            for _ in 0..<count {
                let isOn = client.isEnabled(
                    "checkout.button-colour-42",
                    ["targetingKey": "user-1234567890-abcd", "plan": "pro"]
                )
                if isOn { on.0 += 1 }
            }
        } with: {
            on.1 += reference.evaluate(names, passes: count)
        }
        precondition(on.0 == on.1, "Swift and C do not decide alike.")
        return Figure(name, comparison, per: count, in: .nanoseconds)
    }

    /// How often memory is asked for; the reference is one object, which shows
    /// that it would be seen.
    func allocations(_ name: String) -> Figure {
        let sample = SampleFlags(count: 1_000)
        let evaluator = evaluator(of: sample.flagSet)
        let context = SampleFlags.context
        let names = sample.names
        let control = Self.allocations { _ = Control.make() }
        _ = evaluator.evaluate(names[0], context: context).variant
        let count = Self.allocations {
            for name in names {
                let evaluation = evaluator.evaluate(name, context: context)
                precondition(evaluation.variant == "sixteen bytes or more")
            }
        }
        return Figure(
            name: name,
            value: Double(count) / Double(names.count),
            unit: "allocations",
            reference: Double(control),
            ratio: Double(count) / Double(names.count * control),
            goal: .value(0)
        )
    }

    private static func allocations(_ body: () -> Void) -> Int {
        let before = novi_reference_allocations()
        body()
        return Int(novi_reference_allocations() - before)
    }

    /// Eight threads against one, which does an eighth of the work.
    mutating func threads(_ name: String) async throws -> Figure {
        let sample = SampleFlags(count: 10_000)
        let evaluator = evaluator(of: sample.flagSet)
        let context = SampleFlags.context
        let names = (0..<8).map { _ in NameList(sample.names.shuffled()) }
        @Sendable func work(_ thread: Int) {
            _ = names[thread].evaluate(with: evaluator, context)
        }
        let comparison = try await stopwatch.alternate(threads: 2) {
            await TimeSource.wall.measure { onThreads(8, work) } / 8
        } with: {
            await TimeSource.wall.measure { work(0) }
        }
        return Figure(
            name,
            comparison.asSpeed,
            per: sample.count,
            in: .nanoseconds,
            goal: .speed(atLeast: 1.6)
        )
    }
}

/// One allocation.
private final class Control {
    @inline(never)
    static func make() -> Control { Control() }
}
