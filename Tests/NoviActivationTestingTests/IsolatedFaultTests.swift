import CNovi
import Glibc
import NoviActivation
import NoviActivationTesting
import Testing

/// Whether a contract in a process of its own finds what others do not.
struct IsolatedFaultTests {
    @Test(arguments: Fault.ofProcess.indices)
    func `a fault that the process shows breaks one rule`(index: Int) async {
        await #expect(processExitsWith: .success) { [index] in
            let fault = Fault.ofProcess[index]
            let report = fault.report(isolated: true)
            #expect(report.failed == [fault.id], "\(fault.testDescription): \(report)")
        }
    }

    @Test(arguments: Fault.ofProcess.indices)
    func `it breaks none where others run`(index: Int) async {
        guard Fault.ofProcess[index].id.hasPrefix("destroy.") else { return }
        // What it leaves behind is left in a process of its own all the same.
        await #expect(processExitsWith: .success) { [index] in
            let fault = Fault.ofProcess[index]
            let report = fault.report()
            #expect(report.isFulfilled, "\(report)")
            guard case .skipped(let reason) = report.outcome(of: fault.id) else {
                Issue.record("\(report)")
                return
            }
            #expect(reason.contains("isolated"))
        }
    }

    @Test(arguments: Fault.fatal.indices)
    func `who does with borrowed memory what it may not ends its process`(index: Int) async {
        await #expect(processExitsWith: .signal(SIGSEGV)) { [index] in
            _ = Fault.fatal[index].report(isolated: true)
        }
    }

    @Test func `a class without faults breaks no rule, and no check is skipped for no reason`()
        async
    {
        await #expect(processExitsWith: .success) {
            let contract = ActivationContract(
                entry: { _ in makePlugin([.sound]) },
                configs: ["SoundActivation": ["sound"]],
                isolated: true
            )
            let report = contract.run()
            #expect(report.checks.allSatisfy { $0.outcome == .passed }, "\(report)")
        }
    }

    @Test func `an entry that starts a thread is found`() async {
        await #expect(processExitsWith: .success) {
            let contract = ActivationContract(
                entry: { _ in
                    startThread()
                    return makePlugin([.sound])
                },
                isolated: true
            )
            #expect(contract.run().failed == ["plugin.threads"])
        }
    }

    @Test func `an entry that writes is found`() async {
        await #expect(processExitsWith: .success) {
            let contract = ActivationContract(
                entry: { _ in
                    print("Hello.")
                    return makePlugin([.sound])
                },
                isolated: true
            )
            #expect(contract.run().failed == ["process.output"])
        }
    }
}
