internal import CNoviFiles

/// A text file of a package.
package struct PackageFile: Hashable, Sendable {
    /// Where it is, seen from the package's folder.
    package let path: String
    /// What is in it.
    package let text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// Takes a file that is compiled into the command.
    private init(_ file: novi_file) {
        self.init(path: String(cString: file.path), text: String(cString: file.text))
    }
}

extension PackageFile {
    /// All of the SDK, as a package of its own.
    package static let sdk = all(novi_sdk_file)

    /// What a plugin in another language than Swift needs of the SDK.
    static let header = sdk.filter { $0.path == "LICENSE" || $0.path == headerPath }

    /// Where the SDK has the header of the interface.
    static let headerPath = "Sources/CNovi/include/novi_activation.h"

    /// The templates, each below the name of its language.
    package static let templates = all(novi_template_file)

    private static func all(_ file: (Int) -> UnsafePointer<novi_file>?) -> [PackageFile] {
        var files: [PackageFile] = []
        while let next = file(files.count) { files.append(PackageFile(next.pointee)) }
        return files
    }

    /// The file, seen from the folder that holds its own.
    func moved(below folder: String) -> PackageFile {
        PackageFile(path: "\(folder)/\(path)", text: text)
    }
}
