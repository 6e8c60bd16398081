// An unsafe edge: the kernel is told which calls it refuses.

internal import CNoviSystem
internal import CSeccomp
internal import Glibc

/// Denies every system call that a library does not need to be loaded, to make
/// an instance and to evaluate it.
enum SystemCallFilter {
    /// Calls that cannot reach beyond the process.
    private static let harmless = [
        // Files that are open, and the names of others
        "read", "readv", "pread64", "preadv", "write", "writev", "lseek", "close", "close_range",
        "dup", "dup2", "dup3", "fcntl", "fstat", "stat", "lstat", "newfstatat", "statx", "statfs",
        "fstatfs", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getdents64",
        "getcwd", "poll", "ppoll", "select", "pselect6", "epoll_create1", "epoll_ctl", "epoll_wait",
        "epoll_pwait", "eventfd2", "timerfd_create", "timerfd_settime", "timerfd_gettime", "pipe",
        "pipe2", "fadvise64",
        // Memory
        "brk", "mmap", "mremap", "munmap", "mprotect", "madvise", "msync", "membarrier",
        // Threads and time
        "futex", "futex_waitv", "set_robust_list", "get_robust_list", "rseq", "set_tid_address",
        "gettid", "sched_yield", "sched_getaffinity", "sched_getparam", "sched_getscheduler",
        "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time",
        "getcpu", "pause", "restart_syscall",
        // Signals to itself, and its end
        "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending", "rt_sigtimedwait",
        "sigaltstack", "alarm", "getitimer", "setitimer", "exit", "exit_group",
        // What it is and where
        "getpid", "getppid", "getpgrp", "getpgid", "getsid", "getuid", "geteuid", "getgid",
        "getegid", "getresuid", "getresgid", "getgroups", "uname", "sysinfo", "getrusage", "times",
        "getrlimit", "getrandom", "arch_prctl", "umask", "chdir", "capget",
    ]

    /// Denies all others, with the error `EPERM`, and remembers who tried.
    ///
    /// - Returns: Why it cannot; nil if it can.
    static func apply() -> String? {
        guard novi_fail_trapped_calls() == 0, let filter = seccomp_init(UInt32(SCMP_ACT_TRAP))
        else {
            return String(cString: strerror(errno))
        }
        defer { seccomp_release(filter) }
        for name in harmless { allow(filter, name) }
        // Flags of open: no writing, creating, truncating or appending.
        let reading = UInt64(O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND) | 0o20_000_000
        allow(filter, "open", argument(1, masked: reading, is: 0))
        allow(filter, "openat", argument(2, masked: reading, is: 0))
        // A thread is no process (CLONE_THREAD).
        let thread: UInt64 = 0x1_0000
        allow(filter, "clone", argument(0, masked: thread, is: thread))
        let this = UInt64(getpid())
        // A process may read its own memory in any way: the contract finds out so what is readable.
        for name in ["kill", "tgkill", "process_vm_readv"] {
            allow(filter, name, argument(0, is: this))
        }
        // Limits may be read, not set.
        allow(filter, "prlimit64", argument(2, is: 0))
        // PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, and names of memory areas.
        for option in [15, 16, 3, 0x5356_4D41] as [UInt64] {
            allow(filter, "prctl", argument(0, is: option))
        }
        // Whether a file is a terminal is asked before something is printed.
        add(filter, novi_seccomp_fail(UInt32(ENOTTY)), "ioctl", [])
        // The C library takes this for a kernel that does not have them, and uses the older ones.
        for name in ["clone3", "openat2"] {
            add(filter, novi_seccomp_fail(UInt32(ENOSYS)), name, [])
        }
        let code = seccomp_load(filter)
        return code == 0 ? nil : String(cString: strerror(-code))
    }

    /// The names of the calls that were denied so far.
    static var denied: [String] {
        var numbers = [Int32](repeating: 0, count: 64)
        let count = novi_trapped_calls(&numbers, Int32(numbers.count))
        return numbers.prefix(Int(count)).map { number in
            guard let name = seccomp_syscall_resolve_num_arch(seccomp_arch_native(), number) else {
                return "call \(number)"
            }
            defer { free(name) }
            return String(cString: name)
        }
    }

    private static func argument(
        _ index: UInt32,
        masked mask: UInt64 = .max,
        is value: UInt64
    ) -> scmp_arg_cmp {
        scmp_arg_cmp(arg: index, op: SCMP_CMP_MASKED_EQ, datum_a: mask, datum_b: value)
    }

    private static func allow(
        _ filter: scmp_filter_ctx,
        _ name: String,
        _ arguments: scmp_arg_cmp...
    ) {
        add(filter, UInt32(SCMP_ACT_ALLOW), name, arguments)
    }

    private static func add(
        _ filter: scmp_filter_ctx,
        _ action: UInt32,
        _ name: String,
        _ arguments: [scmp_arg_cmp]
    ) {
        let call = seccomp_syscall_resolve_name(name)
        // Calls that this processor does not have need no rule.
        guard call != __NR_SCMP_ERROR, call >= 0 else { return }
        seccomp_rule_add_array(filter, action, call, UInt32(arguments.count), arguments)
    }
}
