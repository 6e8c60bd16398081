/// What Novi asks of Linux that Swift cannot call itself: functions with a variable number of
/// arguments, extensions of GNU, system calls that the C library has no function for, and `fork`.
///
/// Each function returns -1 and sets `errno` on failure unless it says otherwise.
#ifndef NOVI_SYSTEM_H
#define NOVI_SYSTEM_H

#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/// The compiler that built this program, as it writes itself into libraries; empty if it is none
/// of a Swift toolchain.
const char *novi_toolchain(void);

// MARK: Processes

/// Makes a copy of this process, which must have one thread only.
pid_t novi_fork(void);

/// Has the kernel kill this process when the thread that made it ends.
int novi_die_with_parent(void);

/// Becomes the parent of descendants whose own parent ends.
int novi_adopt_orphans(void);

/// Closes all descriptors from `first` on.
int novi_close_from(int first);

/// Has a new process close all descriptors from `first` on; returns an error code.
int novi_spawn_close_from(posix_spawn_file_actions_t *actions, int first);

/// Limits a resource of this process for good; `resource` is one of `RLIMIT_…`.
int novi_limit(int resource, uint64_t value);

/// Removes all variables of the environment. What `clearenv` leaves is a null pointer, which some
/// libraries do not expect.
void novi_clear_environment(void);

/// Names memory that is erased when somebody ends the process on purpose, with SIGINT, SIGTERM or
/// SIGHUP, after `novi_forgive_interruptions` was called. There is one such memory at a time.
void novi_erase_when_interrupted(void *memory, size_t size);

/// Leaves the memory alone from now on.
void novi_keep_when_interrupted(void *memory);

/// Has these signals erase that memory before they end the process.
void novi_forgive_interruptions(void);

/// Gives a descriptor to the process at the other end of a socket, with one byte.
int novi_send_descriptor(int socket, int descriptor);

/// Takes a descriptor from the process at the other end of a socket, with one byte. It is closed
/// when a program is started.
int novi_receive_descriptor(int socket);

// MARK: Memory and files

/// Makes a file that lives in memory only; its content can be mapped as code.
int novi_memory_file(const char *name);

/// Whether libraries can be mapped from the file system on which `descriptor` lies.
bool novi_allows_code(int descriptor);

/// Whether some process has a file open for writing; false if this user cannot be told.
bool novi_is_being_written(int descriptor);

/// The type of the file system on which `path` lies, as `statfs` gives it; 0 if it is unknown.
uint32_t novi_file_system(const char *path);

/// Makes a descriptor that becomes readable when eight bytes are written to it, and that neither
/// reading nor writing blocks on.
int novi_make_alarm(void);

// MARK: Sandbox

/// What Landlock is to deny everywhere; `struct landlock_ruleset_attr` of Linux 6.12, which older
/// headers lack in part.
typedef struct novi_landlock {
    /// `LANDLOCK_ACCESS_FS_…`
    uint64_t files;
    /// `LANDLOCK_ACCESS_NET_…`, from version 4 on.
    uint64_t network;
    /// `LANDLOCK_SCOPE_…`, from version 6 on.
    uint64_t scopes;
} novi_landlock;

/// The version of Landlock that this kernel has.
int novi_landlock_version(void);

/// Denies this thread, and all that it starts, what `denied` says, for good. Only as many members
/// as `size` reaches are given to the kernel. It needs `novi_no_new_privileges`.
int novi_landlock_restrict(const novi_landlock *denied, size_t size);

/// Keeps this process from gaining privileges by starting programs.
int novi_no_new_privileges(void);

/// Has system calls that a filter traps fail with `EPERM`, and remembers which they were.
int novi_fail_trapped_calls(void);

/// The numbers of the calls that were trapped, each once; returns how many of them there are, at
/// most `capacity`.
int novi_trapped_calls(int *numbers, int capacity);

#endif
