#ifndef HOLDFAST_CZOOKEEPER_SHIM_H
#define HOLDFAST_CZOOKEEPER_SHIM_H

// Only the asynchronous calls are wanted: THREADED stays undefined, so the blocking ones do not even compile.
#include <zookeeper/zookeeper.h>

// The header asks for a pointer to the completion; what the library does is to keep it as the completion itself. Never
// local: then it would take the context for its own memory and write to it.
static inline int holdfast_aremove_all_watches(zhandle_t *handle, const char *path, ZooWatcherType type,
                                               void_completion_t completion, const void *context) {
  return zoo_aremove_all_watches(handle, path, type, 0, (void_completion_t *)completion, context);
}

#endif
