/// What Novi's figures are compared with: the same work in plain C.
#ifndef NOVI_REFERENCE_H
#define NOVI_REFERENCE_H

#include <stddef.h>
#include <stdint.h>

// MARK: Flags

/// A text, borrowed.
typedef struct novi_reference_text {
    const char *data;
    size_t size;
} novi_reference_text;

/// Flags with two rules each, in a hash table by name.
typedef struct novi_reference_flags novi_reference_flags;

/// Makes flags with these names. The first rule of each says yes, the second hashes the caller's
/// key and says yes for `percent` of all keys.
novi_reference_flags *novi_reference_flags_make(const novi_reference_text *names, size_t count,
                                                uint32_t percent);

/// Looks a flag up by its name and asks its two rules, for each name and `passes` times over.
/// Returns how many flags were on.
size_t novi_reference_flags_evaluate(const novi_reference_flags *flags,
                                     const novi_reference_text *names, size_t count, size_t passes,
                                     novi_reference_text key);

void novi_reference_flags_free(novi_reference_flags *flags);

// MARK: Mersenne Twister

/// Draws an index as CPython does after `random.seed(seed)` with
/// `random.choices(range(count), cum_weights=sums)[0]`.
size_t novi_reference_draw(uint64_t seed, const double *sums, size_t count);

// MARK: Libraries

/// Loads libraries and looks a symbol up in each. Returns how many have it.
size_t novi_reference_load(const char *const *paths, size_t count, const char *symbol);

/// Opens files and asks what they are. Returns how many are regular files.
size_t novi_reference_look(const char *const *paths, size_t count);

// MARK: The state of the machine

/// Computes for a time that depends on nothing but how fast the processor runs at the moment.
uint64_t novi_reference_spin(uint32_t rounds);

/// How many times this thread has asked the C library for memory since it began. Only a program
/// that links this library is counted, together with the libraries that it loads.
uint64_t novi_reference_allocations(void);

#endif
