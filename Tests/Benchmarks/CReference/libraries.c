#include "novi_reference.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

size_t novi_reference_load(const char *const *paths, size_t count, const char *symbol) {
    size_t found = 0;
    for (size_t index = 0; index < count; index++) {
        void *library = dlopen(paths[index], RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        if (library && dlsym(library, symbol)) {
            found++;
        }
    }
    return found;
}

size_t novi_reference_look(const char *const *paths, size_t count) {
    size_t found = 0;
    for (size_t index = 0; index < count; index++) {
        struct stat status;
        int descriptor = open(paths[index], O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
        if (descriptor < 0) {
            continue;
        }
        if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
            found++;
        }
        close(descriptor);
    }
    return found;
}
