internal import CNovi
internal import NoviActivation

/// Makes instances from every kind of config.
struct CreationProbe {
    let trial: ClassTrial

    /// How many bytes an error may have, so that it also has to be cut.
    private static let capacities = [100, 16, 1, 0]

    /// Which configs are read often enough without them.
    private static let sizeLimit = 1 << 16

    /// Makes all of them, and ends those that are made.
    ///
    /// - Returns: The odd configs that the class accepts.
    func run() -> [OddConfig] {
        for config in trial.configs { acceptSound(config) }
        return OddConfig.all(resembling: trial.configs).filter { config in
            trial.next("create with \(config.name)")
            guard !accepts(config, capacity: 1024) else { return true }
            guard config.bytes.count < Self.sizeLimit else { return false }
            for capacity in Self.capacities { _ = accepts(config, capacity: capacity) }
            return false
        }
    }

    private func acceptSound(_ config: [UInt8]) {
        let name = "the config '\(printable(config))'"
        trial.next("create with \(name)")
        let creation = trial.table.create(config, isGuarded: trial.isIsolated)
        trial.findings.judge(creation, name)
        trial.findings.expect(
            creation.status == NOVI_OK,
            .createAccepts,
            "create refused \(name) with \(creation.status): \(creation.error.text.string ?? "")"
        )
        if creation.status == NOVI_OK, let instance = creation.instance {
            trial.table.destroy(instance)
        }
    }

    /// Makes an instance, and ends it if there is one.
    private func accepts(_ config: OddConfig, capacity: Int) -> Bool {
        let creation = trial.table.create(
            config.bytes,
            capacity: capacity,
            isGuarded: trial.isIsolated
        )
        trial.findings.judge(creation, config.name)
        guard creation.status == NOVI_OK, let instance = creation.instance else { return false }
        trial.table.destroy(instance)
        return true
    }
}

extension Findings {
    /// Judges what `create` did.
    fileprivate func judge(_ creation: ActivationTable.Creation, _ input: String) {
        let status = creation.status
        let isKnown = status == NOVI_OK || Self.isErrorCode(status)
        expect(
            isKnown,
            .createStatus,
            "create returned \(status) for \(input); return NOVI_OK or one of NOVI_ERROR_\u{2026}."
        )
        if isKnown {
            expect(
                (status == NOVI_OK) == (creation.instance != nil),
                .createInstance,
                status == NOVI_OK
                    ? "create returned NOVI_OK for \(input), but left the instance null; set it."
                    : "create returned \(status) for \(input), but set the instance; leave it null."
            )
        }
        if status < 0 { judge(creation.error, input) }
        expect(
            creation.error.breach == nil,
            .createBuffer,
            "For \(input), \(creation.error.breach ?? ""); write at most novi_error.capacity bytes."
        )
        expect(
            creation.keptArguments,
            .createArguments,
            "create changed its arguments for \(input); copy what has to be changed."
        )
    }

    private func judge(_ error: WrittenText, _ input: String) {
        if let problem = error.text.problem {
            let advice =
                error.length < error.capacity
                ? "write UTF-8, also where the config is none"
                : "cut it between two characters"
            expect(
                false,
                .createError,
                "The error for \(input), in \(error.capacity) bytes, \(problem); \(advice)."
            )
        } else {
            // Where little fits, it may be that nothing does.
            let isSaid = error.length > 0 || error.capacity < 1024
            expect(
                isSaid,
                .createError,
                "create failed for \(input) and said nothing; write what is wrong and what to do."
            )
        }
    }

    /// Whether a status is one of `NOVI_ERROR_…`.
    static func isErrorCode(_ status: Int32) -> Bool {
        (NOVI_ERROR_FATAL...NOVI_ERROR_GENERAL).contains(Int(status))
            || (NOVI_ERROR_NO_MEMORY...NOVI_ERROR_CONFIG).contains(Int(status))
    }
}
