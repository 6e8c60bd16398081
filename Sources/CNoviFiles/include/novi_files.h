/// The files that the command carries within itself: the SDK and the templates of plugins.
#ifndef NOVI_FILES_H
#define NOVI_FILES_H

#include <stddef.h>

/// A text file.
typedef struct novi_file {
    /// Where it belongs, such as `swift/Package.swift`.
    const char *path;
    /// What is in it, with a zero at the end.
    const unsigned char *text;
} novi_file;

/// The file of the SDK at an index; null behind the last. [any thread]
const novi_file *novi_sdk_file(size_t index);

/// The file of the templates at an index; null behind the last. [any thread]
const novi_file *novi_template_file(size_t index);

#endif
