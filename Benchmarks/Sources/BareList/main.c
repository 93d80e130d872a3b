// The floor of the benchmark: what a program needs that uses the same library and does nothing but follow one list.
//
//     bare-list [--payloads] HOSTS PATH
//
// It lists PATH with a watch, compares the names with those of the last time, and prints one line for each that came or
// went. Each child event makes it list again. With --payloads it gets the data of a new name before it prints the line,
// up to a window of them side by side.
//
// It knows nothing of outages: whatever goes wrong ends it.

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zookeeper/zookeeper.h>

static const int session_timeout_ms = 30000;
// As many as the library and a server work through best; what is asked for beyond it only waits.
static const int window = 256;
// Keeps the library from logging the host's and the user's names.
static const int no_log_of_environment = 2;

static const char *list_path;
static bool wants_payloads;
static zhandle_t *handle;

// The names of the last time, sorted. Everything below runs on the library's completion thread, so nothing guards them.
static char **last_names;
static int last_count;

static void list(zhandle_t *zh);

static void fail(const char *what, int code) {
    fprintf(stderr, "bare-list: %s: %s\n", what, zerror(code));
    exit(EXIT_FAILURE);
}

static void *allocate(size_t size) {
    void *memory = malloc(size);
    if (memory == NULL) fail("memory", ZSYSTEMERROR);
    return memory;
}

static char *copy(const char *text) {
    size_t size = strlen(text) + 1;
    return memcpy(allocate(size), text, size);
}

// The names are the driver's own: there is nothing in them to escape.
static void print(const char *event, const char *name) {
    printf("{\"event\":\"%s\",\"thing\":\"%s\"}\n", event, name);
    if (fflush(stdout) != 0) exit(EXIT_FAILURE);
}

// The new names whose data are still to be asked for, and how many have been.
static char **wanted;
static int wanted_count, wanted_size, asked_count, answered_count;

static void ask(zhandle_t *zh);

static void got(int rc, const char *value, int length, const struct Stat *stat, const void *context) {
    (void)value, (void)length, (void)stat;
    char *name = (char *)context;
    if (rc == ZOK) {
        print("started", name);
    } else if (rc != ZNONODE) {
        fail("data of a new name", rc);
    }
    free(name);
    answered_count++;
    ask(handle);
}

static void ask(zhandle_t *zh) {
    while (asked_count < wanted_count && asked_count - answered_count < window) {
        char *name = wanted[asked_count++];
        char path[PATH_MAX];
        int length = snprintf(path, sizeof path, "%s/%s", list_path, name);
        if (length < 0 || (size_t)length >= sizeof path) fail("path of a new name", ZBADARGUMENTS);
        int rc = zoo_aget(zh, path, 0, got, name);
        if (rc != ZOK) fail("asking for the data of a new name", rc);
    }
    if (answered_count == wanted_count) wanted_count = asked_count = answered_count = 0;
}

static void came(const char *name) {
    if (!wants_payloads) {
        print("started", name);
        return;
    }
    if (wanted_count == wanted_size) {
        wanted_size = 2 * wanted_size + 64;
        wanted = realloc(wanted, (size_t)wanted_size * sizeof *wanted);
        if (wanted == NULL) fail("memory", ZSYSTEMERROR);
    }
    wanted[wanted_count++] = copy(name);
}

static int by_bytes(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static char **sorted(const struct String_vector *strings) {
    char **names = allocate(((size_t)strings->count + 1) * sizeof *names);
    for (int i = 0; i < strings->count; i++) names[i] = copy(strings->data[i]);
    qsort(names, (size_t)strings->count, sizeof *names, by_bytes);
    return names;
}

static void tell_differences(char **names, int count) {
    int before = 0, now = 0;
    while (before < last_count || now < count) {
        int order = before == last_count ? 1 : now == count ? -1 : strcmp(last_names[before], names[now]);
        if (order > 0) came(names[now]);
        if (order < 0) print("stopped", last_names[before]);
        if (order <= 0) before++;
        if (order >= 0) now++;
    }
}

static void listed(int rc, const struct String_vector *strings, const void *context) {
    if (rc != ZOK) fail("the list", rc);
    char **names = sorted(strings);
    tell_differences(names, strings->count);
    ask((zhandle_t *)context);
    for (int i = 0; i < last_count; i++) free(last_names[i]);
    free(last_names);
    last_names = names;
    last_count = strings->count;
}

static void watched(zhandle_t *zh, int type, int state, const char *path, void *context) {
    (void)path, (void)context;
    handle = zh;
    if (type == ZOO_SESSION_EVENT && state != ZOO_CONNECTED_STATE) fail("the session", ZCONNECTIONLOSS);
    if (type == ZOO_DELETED_EVENT) fail("the list", ZNONODE);
    list(zh);
}

static void list(zhandle_t *zh) {
    int rc = zoo_awget_children(zh, list_path, watched, NULL, listed, zh);
    if (rc != ZOK) fail("asking for the list", rc);
}

int main(int argc, char **argv) {
    wants_payloads = argc > 1 && strcmp(argv[1], "--payloads") == 0;
    int first = wants_payloads ? 2 : 1;
    if (argc != first + 2) {
        fprintf(stderr, "usage: bare-list [--payloads] HOSTS PATH\n");
        return 64;
    }
    list_path = argv[first + 1];
    zoo_set_debug_level(ZOO_LOG_LEVEL_ERROR);
    printf("{\"event\":\"connecting\"}\n");
    fflush(stdout);
    zhandle_t *zh = zookeeper_init(argv[first], watched, session_timeout_ms, NULL, NULL, no_log_of_environment);
    if (zh == NULL) {
        fprintf(stderr, "bare-list: %s: %s\n", argv[first], strerror(errno));
        return EXIT_FAILURE;
    }
    // Else the library looks its servers up again for every request, which would be no floor.
    zoo_set_servers_resolution_delay(zh, -1);
    for (;;) pause();
}
