/// What the C library knows about this process and Swift's `Glibc` leaves out.
#ifndef NOVI_PROCESS_H
#define NOVI_PROCESS_H

#include <malloc.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <errno.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/// How many bytes of the heap are in use, in all its arenas.
static inline size_t novi_heap_size(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

// The header declares it only for those who ask for GNU's extensions before they include anything.
extern ssize_t process_vm_readv(pid_t process, const struct iovec *local, unsigned long local_count,
                                const struct iovec *remote, unsigned long remote_count,
                                unsigned long flags);

/// Copies memory that may not be there. False if it is not.
static inline bool novi_copy_if_readable(void *target, const void *source, size_t size) {
    if (size == 0) return true;
    struct iovec local = {target, size};
    struct iovec remote = {(void *)source, size};
    ssize_t count = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
    if (count >= 0) return (size_t)count == size;
    if (errno == EFAULT) return false;
    // The system forbids the question.
    memcpy(target, source, size);
    return true;
}

/// The variables of this process, each as name=value, ended by a null pointer; null if it has none.
static inline char *const *novi_process_environment(void) {
    extern char **environ;
    return environ;
}

#endif
