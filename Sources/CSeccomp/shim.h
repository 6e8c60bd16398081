// libseccomp, and those of its macros that Swift cannot read.
#include <seccomp.h>

/// The action that lets a system call fail with an error.
static inline uint32_t novi_seccomp_fail(uint32_t error) { return SCMP_ACT_ERRNO(error); }
