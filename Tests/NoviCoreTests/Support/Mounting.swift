import Foundation

/// No program and no library can be run from the file system.
let mountWithoutPrograms: UInt = 8

/// Mounts a file system in memory that this thread alone sees.
///
/// - Parameters:
///   - path: Where.
///   - size: How large it is.
///   - flags: What it does not allow.
/// - Throws: An error if this process may not do that.
func mountMemory(_ path: String, size: String, flags: UInt = 0) throws {
    typealias Mount =
        @convention(c) (
            UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UInt,
            UnsafePointer<CChar>?
        ) -> Int32
    // Swift's Glibc leaves out both functions.
    let all = dlopen(nil, RTLD_NOW)
    let unshare = unsafeBitCast(dlsym(all, "unshare"), to: (@convention(c) (Int32) -> Int32).self)
    let mount = unsafeBitCast(dlsym(all, "mount"), to: Mount.self)
    let (newMounts, recursive, isPrivate): (Int32, UInt, UInt) = (0x20000, 1 << 14, 1 << 18)
    guard unshare(newMounts) == 0, mount("none", "/", nil, recursive | isPrivate, nil) == 0,
        mount("tmpfs", path, "tmpfs", flags, "size=\(size),mode=700") == 0
    else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM) }
}

/// Writes a file until there is no room left.
func fill(_ path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(descriptor) }
    let page = [UInt8](repeating: 1, count: 4096)
    while write(descriptor, page, page.count) > 0 {}
}
