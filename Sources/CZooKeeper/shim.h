#ifndef HOLDFAST_CZOOKEEPER_SHIM_H
#define HOLDFAST_CZOOKEEPER_SHIM_H

// Only the asynchronous calls are wanted: THREADED stays undefined, so the blocking ones do not even compile.
#include <zookeeper/zookeeper.h>

// The header declares the completion of the two watch removals as a pointer to a function pointer; what it calls is the
// function itself. The cast stands here, once.
static inline int holdfast_zoo_aremove_all_watches(
    zhandle_t *zh, const char *path, ZooWatcherType type, void_completion_t completion, const void *data
) {
    return zoo_aremove_all_watches(zh, path, type, 0, (void_completion_t *)completion, data);
}

#endif
