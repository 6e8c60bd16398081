import CNovi
import NoviActivation
import NoviActivationTesting
import Testing

/// Whether each check finds what it is there for, and nothing else does.
struct FaultTests {
    @Test(arguments: Fault.all)
    func `a fault breaks the rule that it breaks, and no other`(fault: Fault) {
        let report = fault.report()
        #expect(report.failed == [fault.id], "\(report)")
        #expect(!report.isFulfilled)
    }

    @Test func `a class without faults breaks no rule`() {
        let report = Fault("", "none") { _ in }.report()
        #expect(report.failed == [], "\(report)")
        #expect(report.outcome(of: "evaluate.message") == .passed)
        #expect(report.outcome(of: "pure.clock") == .passed)
    }

    @Test func `two classes with one name are found`() {
        let plugin = makePlugin([.sound, .sound])
        let report = ActivationContract(plugin, host: TestHost()).run()
        #expect(report.failed == ["plugin.names"])
    }

    @Test(
        arguments: [
            { $0.size = 4 }, { $0.size = 16 }, { $0.interface_version = 2 }, { $0.classes = nil },
            { $0.class_stride = 8 }, { $0.class_stride += 4 }, { $0.class_count = 1 << 20 },
            { $0.version = novi_string(data: nil, size: 1) },
        ] as [@Sendable (inout novi_plugin) -> Void]
    )
    func `a plugin that describes itself wrongly is found`(
        spoil: @Sendable (inout novi_plugin) -> Void
    ) {
        let plugin = makePlugin([.sound])
        spoil(&UnsafeMutablePointer(mutating: plugin).pointee)
        let report = ActivationContract(plugin, host: TestHost()).run()
        #expect(report.failed == ["plugin.tables"])
    }

    @Test func `an entry that takes long is found, one that takes a little longer is noted`() {
        for (time, isFulfilled) in [(Duration.seconds(2), false), (.milliseconds(200), true)] {
            let plugin = makePlugin([.sound])
            let report = ActivationContract(plugin, host: TestHost(), entryTime: time).run()
            #expect(report.isFulfilled == isFulfilled)
            #expect(report.outcome(of: "plugin.entry") != .passed)
        }
    }

    @Test func `what one class gives to the host is not held against another`() throws {
        let fault = try #require(Fault.all.first { $0.id == "host.calls" })
        var faulty = novi_class.sound
        faulty.name = .fixed("FaultyActivation")
        fault.spoil(&faulty)
        let contract = ActivationContract(makePlugin([faulty, .sound]), host: TestHost())
        let failures = contract.run().failures
        #expect(failures.map(\.id) == ["host.calls"])
        #expect(failures.map(\.className) == ["FaultyActivation"])
    }

    @Test func `a plugin that does not want to run is found`() {
        #expect(ActivationContract(entry: { _ in nil }).run().failed == ["plugin.tables"])
    }
}
