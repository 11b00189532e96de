/* Preloaded into a process that types: lets the n-th call of a kind fail for files in FAULTS_FOLDER, once or from then on.

   Kinds: w written, s flushed, o opened, t truncated, u unlinked, r read. Nothing fails before faults_arm is called. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static volatile int armed_kind, armed_error, armed_always;
static volatile long armed_call, seen[128];

void faults_arm(int kind, long call, int error, int always) {
    memset((void *)seen, 0, sizeof seen);
    armed_call = call, armed_error = error, armed_always = always, armed_kind = kind;
}

long faults_seen(int kind) { return seen[kind & 127]; }

static int within(const char *path) {
    const char *folder = getenv("FAULTS_FOLDER");
    return folder && path && !strncmp(path, folder, strlen(folder)) && path[strlen(folder)] == '/';
}

static int ours(int descriptor) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return within(path);
}

static int fails(int kind) {
    long call = __sync_add_and_fetch(&seen[kind], 1);
    if (kind != armed_kind || call < armed_call || (call > armed_call && !armed_always)) return 0;
    errno = armed_error;
    return 1;
}

#define REAL(function) static __typeof__(&function) real; if (!real) real = dlsym(RTLD_NEXT, #function)

#define OPEN(function)                                       \
    int function(const char *path, int flags, ...) {         \
        REAL(function);                                      \
        va_list more;                                        \
        va_start(more, flags);                               \
        mode_t mode = va_arg(more, mode_t);                  \
        va_end(more);                                        \
        if (within(path) && fails('o')) return -1;           \
        return real(path, flags, mode);                      \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(function)                                     \
    int function(int at, const char *path, int flags, ...) { \
        REAL(function);                                      \
        va_list more;                                        \
        va_start(more, flags);                               \
        mode_t mode = va_arg(more, mode_t);                  \
        va_end(more);                                        \
        if (within(path) && fails('o')) return -1;           \
        return real(at, path, flags, mode);                  \
    }
OPENAT(openat)
OPENAT(openat64)

#define ON_FILE(kind, result, function, parameters, ...)     \
    result function parameters {                             \
        REAL(function);                                      \
        if (ours(descriptor) && fails(kind)) return -1;      \
        return real(__VA_ARGS__);                            \
    }
ON_FILE('w', ssize_t, write, (int descriptor, const void *content, size_t length), descriptor, content, length)
ON_FILE('w', ssize_t, pwrite, (int descriptor, const void *content, size_t length, off_t at), descriptor, content, length, at)
ON_FILE('w', ssize_t, pwrite64, (int descriptor, const void *content, size_t length, off_t at), descriptor, content, length, at)
ON_FILE('r', ssize_t, read, (int descriptor, void *content, size_t length), descriptor, content, length)
ON_FILE('r', ssize_t, pread, (int descriptor, void *content, size_t length, off_t at), descriptor, content, length, at)
ON_FILE('r', ssize_t, pread64, (int descriptor, void *content, size_t length, off_t at), descriptor, content, length, at)
ON_FILE('s', int, fsync, (int descriptor), descriptor)
ON_FILE('s', int, fdatasync, (int descriptor), descriptor)
ON_FILE('t', int, ftruncate, (int descriptor, off_t length), descriptor, length)
ON_FILE('t', int, ftruncate64, (int descriptor, off_t length), descriptor, length)

int unlink(const char *path) {
    REAL(unlink);
    if (within(path) && fails('u')) return -1;
    return real(path);
}
