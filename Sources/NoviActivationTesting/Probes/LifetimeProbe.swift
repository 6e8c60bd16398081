internal import CNoviTesting
internal import Glibc
internal import NoviActivation

/// Makes, uses and destroys many instances, and looks at what stays behind.
struct LifetimeProbe {
    let trial: ClassTrial

    /// How many cycles are looked at together, at most and at least, and for
    /// how long.
    private static let cycleCount = 200
    private static let leastCycleCount = 20
    private static let timeLimit = Duration.seconds(10)
    /// How many bytes a cycle may leave behind: less than the heap's smallest piece.
    private static let bytesPerCycle = 16
    /// By how much the heap may grow because something else happens.
    private static let leastGrowth = 4096

    /// What a process has at one moment.
    private struct Amount {
        let bytes = novi_heap_size()
        let descriptors = countEntries("/proc/self/fd")
        let threads = countEntries("/proc/self/task")
    }

    func run(_ plans: [ContextPlan]) {
        guard let config = trial.configs.first else { return }
        trial.next("create, evaluate and destroy many times")
        let contexts = plans.sample(10).map { LentContext($0, host: trial.table.host) }
        let configs = [config, Array("\u{0}".utf8)]
        // What is made once and kept has been made after this.
        _ = runCycles(configs, contexts)
        let start = Amount()
        let count = runCycles(configs, contexts)
        let middle = Amount()
        let later = runCycles(configs, contexts)
        waitForThreads(start.threads)
        let end = Amount()
        judge(.descriptors, end.descriptors - start.descriptors, count + later, "file descriptors")
        judge(.threads, end.threads - start.threads, count + later, "threads")
        judgeMemory([(middle.bytes - start.bytes, count), (end.bytes - middle.bytes, later)])
    }

    /// Warns of threads that are there though all instances are destroyed.
    ///
    /// Where each instance leaves one, there may soon be no memory for more, so that
    /// their number does not grow any longer.
    ///
    /// - Parameter count: How many threads there were before.
    func judgeThreads(before count: Int) {
        waitForThreads(count)
        let growth = countEntries("/proc/self/task") - count
        guard growth > 0 else { return }
        trial.findings.warn(.threads, "In the end, \(growth) threads are still running.")
    }

    /// Gives threads that were told to end the time to do so.
    private func waitForThreads(_ count: Int) {
        for _ in 0..<50 where countEntries("/proc/self/task") > count { usleep(20_000) }
    }

    /// Makes, uses and destroys instances.
    ///
    /// - Returns: How often.
    private func runCycles(_ configs: [[UInt8]], _ contexts: [LentContext]) -> Int {
        let clock = ContinuousClock()
        let end = clock.now + Self.timeLimit
        var count = 0
        while count < Self.cycleCount, count < Self.leastCycleCount || clock.now < end {
            for config in configs {
                let creation = trial.table.create(config)
                guard let instance = creation.instance, creation.status == 0 else { continue }
                for context in contexts {
                    _ = trial.table.evaluate(instance, context)
                    _ = trial.table.explain(instance, context)
                }
                trial.table.destroy(instance)
            }
            count += 1
        }
        return count
    }

    /// Judges by how many bytes the heap has grown, each time in how many cycles.
    private func judgeMemory(_ growths: [(bytes: Int, cycles: Int)]) {
        if case .failed = trial.findings.outcome(of: .threads) {
            return trial.findings.skip(.memoryGrowth, "The threads that stay behind have memory.")
        }
        // What is made once and kept makes the heap grow too, but not every time.
        let isSteady = growths.allSatisfy { growth in
            growth.bytes >= max(growth.cycles * Self.bytesPerCycle, Self.leastGrowth)
        }
        let bytes = growths.map { $0.bytes / $0.cycles }.min() ?? 0
        trial.findings.expect(
            !isSteady,
            .memoryGrowth,
            "Each time, about \(bytes) bytes stay behind; free in destroy what create allocates, "
                + "and what a failing create has allocated."
        )
    }

    private func judge(_ rule: ContractRule, _ growth: Int, _ cycles: Int, _ what: String) {
        trial.findings.expect(
            growth < cycles / 2,
            rule,
            "After \(cycles) instances, \(growth) \(what) stay behind; end them in destroy."
        )
        if growth > 0, growth < cycles / 2 {
            trial.findings.warn(rule, "After \(cycles) instances, \(growth) \(what) stay behind.")
        }
    }
}

/// How many entries a folder of the system's has, itself and its parent included.
func countEntries(_ folder: String) -> Int {
    guard let stream = opendir(folder) else { return 0 }
    defer { closedir(stream) }
    var count = 0
    while readdir(stream) != nil { count += 1 }
    return count
}
