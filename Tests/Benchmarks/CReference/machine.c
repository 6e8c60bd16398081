#include "novi_reference.h"

#include <errno.h>
#include <stdlib.h>

uint64_t novi_reference_spin(uint32_t rounds) {
    uint64_t state = rounds;
    // Each round waits for the one before, so that nothing but the clock rate counts.
    for (uint32_t round = 0; round < rounds; round++) {
        state = (state ^ round) * 0x9E3779B97F4A7C15u;
        state ^= state >> 29;
    }
    return state;
}

// The program's own functions come before the C library's, also for the libraries that it loads.
// They count and pass the call on, to names that glibc keeps for that.

static _Thread_local uint64_t allocations;

uint64_t novi_reference_allocations(void) { return allocations; }

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
    allocations++;
    return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
    allocations++;
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
    void *made = memalign(alignment, size);
    if (!made) {
        return ENOMEM;
    }
    *memory = made;
    return 0;
}
