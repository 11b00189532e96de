/* Preloaded into a process that types: notes every change and every flush of the files in POWERCUT_FOLDER, in order,
   in POWERCUT_TRACE. A record: kind (1 byte), length of the name (2), offset (8), length of the content (4), name,
   content; native byte order.

   Kinds: C created, W written, T truncated to the offset, U unlinked, S flushed (the name "." is the folder itself),
   A written to the file "ack": what the program was told to be safe. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST_FILES 4096

static char folder[PATH_MAX];
static size_t folder_length;
static int trace = -1;
static char *names[MOST_FILES];
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_close)(int);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *);

static void prepare(void) {
    if (real_write) return;
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_open = dlsym(RTLD_NEXT, "open64");
    real_openat = dlsym(RTLD_NEXT, "openat64");
    real_close = dlsym(RTLD_NEXT, "close");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_write = dlsym(RTLD_NEXT, "write");
    const char *where = getenv("POWERCUT_FOLDER"), *into = getenv("POWERCUT_TRACE");
    if (!where || !into) return;
    folder_length = (size_t)snprintf(folder, sizeof folder, "%s/", where);
    trace = real_open(into, O_WRONLY | O_CREAT | O_APPEND, 0600);
}

static void note(char kind, const char *name, uint64_t offset, const void *content, uint32_t length) {
    char head[15];
    uint16_t name_length = (uint16_t)strlen(name);
    head[0] = kind;
    memcpy(head + 1, &name_length, 2);
    memcpy(head + 3, &offset, 8);
    memcpy(head + 11, &length, 4);
    pthread_mutex_lock(&turn);
    (void)!real_write(trace, head, sizeof head);
    (void)!real_write(trace, name, name_length);
    if (length) (void)!real_write(trace, content, length);
    pthread_mutex_unlock(&turn);
}

/* The name within the folder; NULL for files elsewhere and those whose loss means nothing: shared memory, locks, the
   reserve of room. */
static const char *name_of(const char *path) {
    static __thread char whole[PATH_MAX];
    if (trace < 0 || !path) return NULL;
    if (path[0] != '/' && realpath(path, whole)) path = whole;
    if (!strncmp(path, folder, folder_length - 1) && path[folder_length - 1] == 0) return ".";
    if (strncmp(path, folder, folder_length)) return NULL;
    const char *name = path + folder_length;
    if (strstr(name, "-shm") || strstr(name, ".lock") || strstr(name, "ballast")) return NULL;
    return name;
}

static void opened(int descriptor, const char *path, int flags) {
    if (descriptor < 0 || descriptor >= MOST_FILES) return;
    free(names[descriptor]);
    names[descriptor] = NULL;
    const char *name = name_of(path);
    if (!name) return;
    names[descriptor] = strdup(name);
    if (!strcmp(name, ".")) return;
    if (flags & O_CREAT) note('C', name, 0, NULL, 0);
    if (flags & O_TRUNC) note('T', name, 0, NULL, 0);
}

static const char *known(int descriptor) {
    return descriptor >= 0 && descriptor < MOST_FILES ? names[descriptor] : NULL;
}

static void written(int descriptor, off_t offset, const void *content, ssize_t length) {
    const char *name = known(descriptor);
    if (name && length > 0) note(strcmp(name, "ack") ? 'W' : 'A', name, (uint64_t)offset, content, (uint32_t)length);
}

#define OPEN(function)                                         \
    int function(const char *path, int flags, ...) {           \
        prepare();                                             \
        va_list more;                                          \
        va_start(more, flags);                                 \
        mode_t mode = va_arg(more, mode_t);                    \
        va_end(more);                                          \
        int descriptor = real_open(path, flags, mode);         \
        opened(descriptor, path, flags);                       \
        return descriptor;                                     \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(function)                                       \
    int function(int at, const char *path, int flags, ...) {   \
        prepare();                                             \
        va_list more;                                          \
        va_start(more, flags);                                 \
        mode_t mode = va_arg(more, mode_t);                    \
        va_end(more);                                          \
        int descriptor = real_openat(at, path, flags, mode);   \
        opened(descriptor, path, flags);                       \
        return descriptor;                                     \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int descriptor) {
    prepare();
    if (known(descriptor)) {
        free(names[descriptor]);
        names[descriptor] = NULL;
    }
    return real_close(descriptor);
}

ssize_t write(int descriptor, const void *content, size_t length) {
    prepare();
    ssize_t done = real_write(descriptor, content, length);
    /* An appending descriptor stands behind what it wrote, wherever it stood before. */
    if (known(descriptor) && done > 0) written(descriptor, lseek(descriptor, 0, SEEK_CUR) - done, content, done);
    return done;
}

#define PWRITE(function)                                                           \
    ssize_t function(int descriptor, const void *content, size_t length, off_t at) { \
        prepare();                                                                 \
        ssize_t done = real_pwrite(descriptor, content, length, at);               \
        written(descriptor, at, content, done);                                    \
        return done;                                                               \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

int fsync(int descriptor) {
    prepare();
    int done = real_fsync(descriptor);
    if (!done && known(descriptor)) note('S', known(descriptor), 0, NULL, 0);
    return done;
}

int fdatasync(int descriptor) {
    prepare();
    int done = real_fdatasync(descriptor);
    if (!done && known(descriptor)) note('S', known(descriptor), 0, NULL, 0);
    return done;
}

#define TRUNCATE(function)                                                                   \
    int function(int descriptor, off_t length) {                                             \
        prepare();                                                                           \
        int done = real_ftruncate(descriptor, length);                                       \
        if (!done && known(descriptor)) note('T', known(descriptor), (uint64_t)length, NULL, 0); \
        return done;                                                                         \
    }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

int unlink(const char *path) {
    prepare();
    const char *name = name_of(path);
    int done = real_unlink(path);
    if (!done && name) note('U', name, 0, NULL, 0);
    return done;
}
