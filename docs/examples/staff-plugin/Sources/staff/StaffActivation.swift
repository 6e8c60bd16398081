import CNovi
import NoviActivation

/// On for people whose e-mail address is at the domain that the config names.
struct StaffActivation: BaseActivation {
    let suffix: String

    init(config: String) throws { suffix = "@" + config }

    func evaluate(_ context: ActivationContext) -> Bool {
        context["email"].string?.hasSuffix(suffix) ?? false
    }
}

@c @implementation
public func novi_plugin_v1(_ host: UnsafePointer<novi_host>?) -> UnsafePointer<novi_plugin>? {
    exportPlugin("staff", version: "1.0.0", ActivationClass(StaffActivation.self))
}
