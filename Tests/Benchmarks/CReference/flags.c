#include "novi_reference.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef bool rule_function(const void *instance, novi_reference_text key);

struct rule {
    rule_function *ask;
    const void *instance;
};

struct flag {
    uint64_t hash;
    novi_reference_text name;
    struct rule rules[2];
};

/// Open addressing with linear probing; a slot without a name is empty.
struct novi_reference_flags {
    size_t mask;
    struct flag *slots;
};

/// The length and 8 bytes at a time through the mixer of MurmurHash3.
static inline uint64_t hash(novi_reference_text text) {
    uint64_t state = text.size;
    for (size_t offset = 0; offset < text.size; offset += 8) {
        size_t rest = text.size - offset;
        uint64_t word = 0;
        memcpy(&word, text.data + offset, rest < 8 ? rest : 8);
        state = (state ^ word) * 0xFF51AFD7ED558CCDu;
        state ^= state >> 33;
    }
    return state;
}

static bool say(const void *instance, novi_reference_text key) {
    (void)key;
    return *(const bool *)instance;
}

static bool split(const void *instance, novi_reference_text key) {
    uint32_t state = 2166136261u;
    for (size_t index = 0; index < key.size; index++) {
        state = (state ^ (uint8_t)key.data[index]) * 16777619u;
    }
    return state % 100 < *(const uint32_t *)instance;
}

static inline struct flag *find(const novi_reference_flags *flags, novi_reference_text name) {
    uint64_t sought = hash(name);
    for (size_t index = sought & flags->mask;; index = (index + 1) & flags->mask) {
        struct flag *flag = &flags->slots[index];
        bool found = flag->hash == sought && flag->name.size == name.size
                     && memcmp(flag->name.data, name.data, name.size) == 0;
        if (!flag->name.data || found) {
            return flag;
        }
    }
}

/// Copies bytes to memory of their own.
static void *copy(const void *bytes, size_t size) { return memcpy(malloc(size), bytes, size); }

novi_reference_flags *novi_reference_flags_make(const novi_reference_text *names, size_t count,
                                                uint32_t percent) {
    size_t capacity = 8;
    while (capacity < count * 2) {
        capacity *= 2;
    }
    novi_reference_flags *flags = malloc(sizeof *flags);
    flags->mask = capacity - 1;
    flags->slots = calloc(capacity, sizeof *flags->slots);
    for (size_t index = 0; index < count; index++) {
        struct flag *flag = find(flags, names[index]);
        flag->hash = hash(names[index]);
        flag->name.size = names[index].size;
        flag->name.data = copy(names[index].data, names[index].size);
        flag->rules[0] = (struct rule){say, copy(&(bool){true}, sizeof(bool))};
        flag->rules[1] = (struct rule){split, copy(&percent, sizeof percent)};
    }
    return flags;
}

size_t novi_reference_flags_evaluate(const novi_reference_flags *flags,
                                     const novi_reference_text *names, size_t count, size_t passes,
                                     novi_reference_text key) {
    size_t on = 0;
    for (size_t pass = 0; pass < passes; pass++) {
        for (size_t index = 0; index < count; index++) {
            const struct flag *flag = find(flags, names[index]);
            on += flag->rules[0].ask(flag->rules[0].instance, key)
                  && flag->rules[1].ask(flag->rules[1].instance, key);
        }
    }
    return on;
}

void novi_reference_flags_free(novi_reference_flags *flags) {
    for (size_t index = 0; index <= flags->mask; index++) {
        struct flag *flag = &flags->slots[index];
        free((void *)flag->name.data);
        free((void *)flag->rules[0].instance);
        free((void *)flag->rules[1].instance);
    }
    free(flags->slots);
    free(flags);
}
