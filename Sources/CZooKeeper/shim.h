#ifndef HOLDFAST_CZOOKEEPER_SHIM_H
#define HOLDFAST_CZOOKEEPER_SHIM_H

// Only the asynchronous calls are wanted: THREADED stays undefined, so the blocking ones do not even compile.
#include <zookeeper/zookeeper.h>

#endif
