// MT19937 as its authors wrote it (M. Matsumoto and T. Nishimura, mt19937ar.c) and CPython uses it.

#include "novi_reference.h"

enum { SIZE = 624, DISTANCE = 397 };

static uint32_t mix(uint32_t word, uint32_t factor) { return (word ^ word >> 30) * factor; }

static void seed_with_number(uint32_t *state, uint32_t seed) {
    state[0] = seed;
    for (uint32_t index = 1; index < SIZE; index++) {
        state[index] = mix(state[index - 1], 1812433253u) + index;
    }
}

static void seed_with_array(uint32_t *state, const uint32_t *key, uint32_t size) {
    seed_with_number(state, 19650218u);
    uint32_t index = 1, word = 0;
    for (uint32_t left = SIZE > size ? SIZE : size; left > 0; left--) {
        state[index] = (state[index] ^ mix(state[index - 1], 1664525u)) + key[word] + word;
        word = word + 1 == size ? 0 : word + 1;
        if (++index == SIZE) {
            state[0] = state[SIZE - 1];
            index = 1;
        }
    }
    for (uint32_t left = SIZE - 1; left > 0; left--) {
        state[index] = (state[index] ^ mix(state[index - 1], 1566083941u)) - index;
        if (++index == SIZE) {
            state[0] = state[SIZE - 1];
            index = 1;
        }
    }
    state[0] = 0x80000000u;
}

static uint32_t twist(uint32_t high, uint32_t low) {
    uint32_t joined = (high & 0x80000000u) | (low & 0x7FFFFFFFu);
    return joined >> 1 ^ (joined & 1 ? 0x9908B0DFu : 0);
}

static void generate(uint32_t *state) {
    uint32_t index = 0;
    for (; index < SIZE - DISTANCE; index++) {
        state[index] = state[index + DISTANCE] ^ twist(state[index], state[index + 1]);
    }
    for (; index < SIZE - 1; index++) {
        state[index] = state[index + DISTANCE - SIZE] ^ twist(state[index], state[index + 1]);
    }
    state[SIZE - 1] = state[DISTANCE - 1] ^ twist(state[SIZE - 1], state[0]);
}

static uint32_t temper(uint32_t word) {
    word ^= word >> 11;
    word ^= word << 7 & 0x9D2C5680u;
    word ^= word << 15 & 0xEFC60000u;
    return word ^ word >> 18;
}

size_t novi_reference_draw(uint64_t seed, const double *sums, size_t count) {
    uint32_t state[SIZE];
    uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    seed_with_array(state, key, key[1] ? 2 : 1);
    generate(state);
    double high = temper(state[0]) >> 5, low = temper(state[1]) >> 6;
    double target = (high * 67108864.0 + low) / 9007199254740992.0 * sums[count - 1];
    size_t first = 0, last = count - 1;
    while (first < last) {
        size_t middle = (first + last) / 2;
        if (target < sums[middle]) {
            last = middle;
        } else {
            first = middle + 1;
        }
    }
    return first;
}
