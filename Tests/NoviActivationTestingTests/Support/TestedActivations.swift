import NoviActivation

/// On for people whose e-mail address is at the domain that the config names.
struct StaffActivation: BaseActivation {
    let suffix: String

    init(config: String) throws {
        guard !config.isEmpty else { throw ActivationError.config("Name a domain.") }
        suffix = "@" + config
    }

    func evaluate(_ context: ActivationContext) -> Bool {
        context["email"].string?.hasSuffix(suffix) ?? false
    }
}

/// Answers with what the context holds.
struct EchoActivation: BaseActivation {
    let early: Key
    let row: String

    init(config: ActivationConfig) {
        early = config.key("early")
        row = "\(config.activationName) \(config.activationID)"
    }

    func evaluate(_ context: ActivationContext) throws -> Decision {
        if context["fail"].boolean == true { throw ActivationError(.parseError, "As you wish.") }
        guard let value = context[early].json ?? context["late"].json else { return .abstain }
        return .on(variant: Variant(row), value: value, reason: .split)
    }

    func explain(_ context: ActivationContext) -> String? {
        context["why"].string.map { "Because \($0)." }
    }
}

/// Is on at one time.
struct ClockActivation: BaseActivation {
    static let traits: ActivationTraits = [.clock, .serial]
    init(config: String) {}
    func evaluate(_ context: ActivationContext) -> Decision { .on(value: .integer(context.now)) }
}

/// Asks for the time without saying so.
struct SecretClockActivation: BaseActivation {
    init(config: String) {}
    func evaluate(_ context: ActivationContext) -> Decision { .on(value: .integer(context.now)) }
}

/// Says what another activation says.
struct OtherActivation: BaseActivation {
    let other: ResolvedActivation
    init(config: ActivationConfig) throws { other = try config.activation(id: 7) }
    func evaluate(_ context: ActivationContext) throws -> Decision { try other.evaluate(context) }
}

/// Answers more than fits.
struct HugeActivation: BaseActivation {
    init(config: String) {}

    func evaluate(_ context: ActivationContext) -> Decision {
        let size = Int(context["size"].integer ?? 0)
        return .on(value: .string(String(repeating: "a", count: size)))
    }
}
