/// One thing that the contract asks for; its raw value is stable.
enum ContractRule: String, CaseIterable, Sendable {
    // Of the plugin.
    case tables = "plugin.tables"
    case names = "plugin.names"
    case entry = "plugin.entry"
    case entryThreads = "plugin.threads"
    // Of each class.
    case functions = "class.functions"
    case selfDescription = "class.description"
    case createStatus = "create.status"
    case createInstance = "create.instance"
    case createError = "create.error"
    case createBuffer = "create.buffer"
    case createArguments = "create.arguments"
    case createAccepts = "create.accepts"
    case evaluateStatus = "evaluate.status"
    case evaluateReason = "evaluate.reason"
    case evaluateVariant = "evaluate.variant"
    case evaluateValue = "evaluate.value"
    case evaluateMessage = "evaluate.message"
    case evaluateMemory = "evaluate.memory"
    case evaluateContext = "evaluate.context"
    case evaluateHost = "evaluate.host"
    case evaluateThreads = "evaluate.threads"
    case explainText = "explain.text"
    case pureRepeat = "pure.repeat"
    case pureClock = "pure.clock"
    case hostCalls = "host.calls"
    case borrowing = "memory.borrowing"
    case memoryGrowth = "destroy.memory"
    case descriptors = "destroy.descriptors"
    case threads = "destroy.threads"
    // Of the plugin again: what becomes of the process.
    case output = "process.output"
    case signals = "process.signals"
    case environment = "process.environment"
    case folder = "process.folder"
    case umask = "process.umask"
    case locale = "process.locale"

    /// Whether it is about a class, and not about the plugin as a whole.
    var isOfClass: Bool {
        switch self {
        case .tables, .names, .entry, .entryThreads: false
        case .output, .signals, .environment, .folder, .umask, .locale: false
        default: true
        }
    }

    /// Whether it can be looked at only where nobody else runs.
    var needsIsolation: Bool {
        switch self {
        case .entryThreads, .borrowing, .memoryGrowth, .descriptors, .threads: true
        case .output, .signals, .environment, .folder, .umask, .locale: true
        default: false
        }
    }

    /// Whether it is about instances that decide, which take a config that works.
    var needsConfig: Bool {
        switch self {
        case .createAccepts, .pureRepeat, .pureClock, .explainText: true
        case .evaluateThreads, .borrowing, .memoryGrowth, .descriptors, .threads: true
        default: rawValue.hasPrefix("evaluate.")
        }
    }

    /// Why it is skipped if nothing came up that it could be held against.
    var unexamined: String {
        switch self {
        case .entry: "Nobody has measured it."
        case .createError: "The class refused no config."
        case .evaluateVariant: "The class chose no variant."
        case .evaluateValue: "The class chose no value."
        case .evaluateMessage: "No evaluation failed."
        default: "Nothing came up that it could be held against."
        }
    }
}

extension ContractRule {
    /// What is asked for, in one sentence.
    var sentence: String {
        switch self {
        case .tables: "The tables have the sizes, distances and texts that the interface asks for."
        case .names: "Every class has a legal name that no other has."
        case .entry: "The entry returns within 100 milliseconds."
        case .entryThreads: "The entry starts no threads."
        case .functions: "The class has its functions, and flags that the interface knows."
        case .selfDescription: "The summary is one line, and the schema is a JSON Schema."
        case .createStatus: "create returns NOVI_OK or an error code of the interface."
        case .createInstance: "create makes an instance or fails, and not both."
        case .createError: "A failing create says why, in UTF-8."
        case .createBuffer: "create writes an error only where it may."
        case .createArguments: "create leaves its arguments as they are."
        case .createAccepts: "create accepts the configs that are given as good."
        case .evaluateStatus: "evaluate returns a decision or an error code of the interface."
        case .evaluateReason: "The reason is one of the interface."
        case .evaluateVariant: "The variant is a name that the host gave."
        case .evaluateValue: "The value is whole and outlives the call."
        case .evaluateMessage: "The message of a failure is UTF-8 and outlives the call."
        case .evaluateMemory: "evaluate writes only what is its own in the result."
        case .evaluateContext: "evaluate leaves the context as it is."
        case .evaluateHost: "Keys, names and other activations are asked for in create."
        case .evaluateThreads: "Eight threads at once get what one thread gets."
        case .explainText: "explain writes UTF-8, and only where it may."
        case .pureRepeat: "A pure class decides the same for the same config and context."
        case .pureClock: "A pure class that does not ask for the clock does not use it."
        case .hostCalls: "What the class gives to the host is valid."
        case .borrowing: "Borrowed memory is only read, and not after the call."
        case .memoryGrowth: "Making, using and destroying an instance leaves no memory behind."
        case .descriptors: "Destroyed instances leave no file descriptors open."
        case .threads: "Destroyed instances leave no threads running."
        case .output: "Nothing is written to the standard output or error."
        case .signals: "Signals are handled as before."
        case .environment: "The environment variables are as before."
        case .folder: "The working folder is as before."
        case .umask: "The umask is as before."
        case .locale: "The locale is as before."
        }
    }
}
