#define _GNU_SOURCE
#include "novi_system.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

// The numbers are the same on all processors; headers older than the kernel lack them.
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif
#define LANDLOCK_VERSION_QUERY 1u
#ifndef MFD_EXEC
#define MFD_EXEC 0x0010u
#endif

const char *novi_toolchain(void) {
#ifdef __clang_version__
    return "clang version " __clang_version__;
#else
    return "";
#endif
}

pid_t novi_fork(void) { return fork(); }

int novi_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL); }

int novi_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1); }

int novi_close_from(int first) { return (int)syscall(SYS_close_range, first, ~0u, 0); }

int novi_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int novi_limit(int resource, uint64_t value) {
    struct rlimit limit = {value, value};
    return setrlimit(resource, &limit);
}

void novi_clear_environment(void) {
    static char *none[] = {NULL};
    environ = none;
}

static void *_Atomic fragile;
static _Atomic size_t fragile_size;

void novi_erase_when_interrupted(void *memory, size_t size) {
    fragile = NULL;
    fragile_size = size;
    fragile = memory;
}

void novi_keep_when_interrupted(void *memory) {
    void *expected = memory;
    atomic_compare_exchange_strong(&fragile, &expected, NULL);
}

static void erase(int signal) {
    char *memory = fragile;
    for (size_t index = 0; memory && index < fragile_size; index++) {
        memory[index] = 0;
    }
    // The handler is gone by now; the signal arrives again when this returns.
    raise(signal);
}

void novi_forgive_interruptions(void) {
    struct sigaction action = {.sa_handler = erase, .sa_flags = SA_RESETHAND};
    int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t index = 0; index < sizeof signals / sizeof *signals; index++) {
        sigaction(signals[index], &action, NULL);
    }
}

int novi_send_descriptor(int socket, int descriptor) {
    char byte = 0;
    struct iovec content = {&byte, 1};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control = {{0}};
    struct msghdr message = {.msg_iov = &content, .msg_iovlen = 1, .msg_control = &control,
                             .msg_controllen = sizeof(control.space)};
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(&control.header), &descriptor, sizeof(int));
    return sendmsg(socket, &message, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

int novi_receive_descriptor(int socket) {
    char byte;
    struct iovec content = {&byte, 1};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {.msg_iov = &content, .msg_iovlen = 1, .msg_control = &control,
                             .msg_controllen = sizeof(control.space)};
    if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1) {
        return -1;
    }
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (!header || header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN(sizeof(int))) {
        errno = EPROTO;
        return -1;
    }
    int descriptor;
    memcpy(&descriptor, CMSG_DATA(header), sizeof(int));
    return descriptor;
}

int novi_memory_file(const char *name) {
    int file = memfd_create(name, MFD_CLOEXEC | MFD_EXEC);
    // Kernels before 6.3 do not know the flag, and need none.
    return file >= 0 ? file : memfd_create(name, MFD_CLOEXEC);
}

bool novi_allows_code(int descriptor) {
    struct statvfs status;
    return fstatvfs(descriptor, &status) == 0 && !(status.f_flag & ST_NOEXEC);
}

bool novi_is_being_written(int descriptor) {
    // Who opens the file at this moment waits for the lease to end; the signal that announces them
    // is one that does nothing by default.
    if (fcntl(descriptor, F_SETSIG, SIGURG) != 0) {
        return false;
    }
    if (fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0) {
        fcntl(descriptor, F_SETLEASE, F_UNLCK);
        return false;
    }
    return errno == EAGAIN;
}

uint32_t novi_file_system(const char *path) {
    struct statfs status;
    return statfs(path, &status) == 0 ? (uint32_t)status.f_type : 0;
}

int novi_make_alarm(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int novi_landlock_version(void) {
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION_QUERY);
}

int novi_landlock_restrict(const novi_landlock *denied, size_t size) {
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, denied, size, 0);
    if (ruleset < 0) {
        return -1;
    }
    int status = (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
    close(ruleset);
    return status;
}

int novi_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

// One bit for each system call, so that a signal handler can note it.
static atomic_ullong trapped_calls[16];

static void fail_trapped_call(int signal, siginfo_t *info, void *context) {
    (void)signal;
    unsigned call = (unsigned)info->si_syscall;
    if (call < 16 * 64) {
        atomic_fetch_or(&trapped_calls[call / 64], 1ull << (call % 64));
    }
    ucontext_t *interrupted = context;
#if defined(__x86_64__)
    interrupted->uc_mcontext.gregs[REG_RAX] = -EPERM;
#elif defined(__aarch64__)
    interrupted->uc_mcontext.regs[0] = (unsigned long long)-EPERM;
#endif
}

int novi_fail_trapped_calls(void) {
    struct sigaction action = {.sa_sigaction = fail_trapped_call, .sa_flags = SA_SIGINFO};
    return sigaction(SIGSYS, &action, NULL);
}

int novi_trapped_calls(int *numbers, int capacity) {
    int count = 0;
    for (int call = 0; call < 16 * 64 && count < capacity; call++) {
        if (atomic_load(&trapped_calls[call / 64]) >> (call % 64) & 1) {
            numbers[count++] = call;
        }
    }
    return count;
}
