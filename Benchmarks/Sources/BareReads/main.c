// The floor of the read benchmark: the same reads, by a program that does nothing else and is set up equally well.
//
//     bare-reads HOSTS data PARENT COUNT WINDOW
//     bare-reads HOSTS list PATH ROUNDS
//
// data reads PARENT/0 to PARENT/(COUNT - 1), at most WINDOW of them in flight; list lists the children of PATH, one round
// after the other. Both print the seconds that it took, and the seconds of
// processor time.

#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <zookeeper/zookeeper.h>

static const int session_timeout_ms = 10000;
static const int no_log_of_environment = 2;

static sem_t connected;
static sem_t window;
static long bytes;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void fail(const char *what, int code) {
    fprintf(stderr, "bare-reads: %s: %s\n", what, zerror(code));
    exit(EXIT_FAILURE);
}

static void watch(zhandle_t *zh, int type, int state, const char *path, void *context) {
    (void)zh, (void)path, (void)context;
    if (type == ZOO_SESSION_EVENT && state == ZOO_CONNECTED_STATE) sem_post(&connected);
}

static void got_data(int rc, const char *value, int length, const struct Stat *stat, const void *context) {
    (void)value, (void)stat, (void)context;
    if (rc != ZOK) fail("data", rc);
    bytes += length;
    sem_post(&window);
}

// A copy of each name is the least that a caller needs who wants to keep them.
static void got_names(int rc, const struct String_vector *names, const struct Stat *stat, const void *context) {
    (void)stat, (void)context;
    if (rc != ZOK) fail("list", rc);
    char **copies = malloc(sizeof(char *) * (names->count + 1));
    for (int i = 0; i < names->count; i++) {
        copies[i] = strdup(names->data[i]);
        bytes += strlen(copies[i]);
    }
    for (int i = 0; i < names->count; i++) free(copies[i]);
    free(copies);
    sem_post(&window);
}

static double processor_time(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
    if (count < 5) {
        fprintf(stderr, "usage: bare-reads HOSTS data PARENT COUNT WINDOW | HOSTS list PATH ROUNDS\n");
        return 64;
    }
    zoo_set_debug_level(ZOO_LOG_LEVEL_WARN);
    sem_init(&connected, 0, 0);
    zhandle_t *zh = zookeeper_init(arguments[1], watch, session_timeout_ms, NULL, NULL, no_log_of_environment);
    if (zh == NULL) fail("handle", ZSYSTEMERROR);
    zoo_set_servers_resolution_delay(zh, -1);
    sem_wait(&connected);
    double start = now(), used = processor_time();
    if (strcmp(arguments[2], "data") == 0 && count == 6) {
        int reads = atoi(arguments[4]), width = atoi(arguments[5]);
        sem_init(&window, 0, width);
        char path[256];
        for (int i = 0; i < reads; i++) {
            snprintf(path, sizeof path, "%s/%d", arguments[3], i);
            sem_wait(&window);
            int rc = zoo_aget(zh, path, 0, got_data, NULL);
            if (rc != ZOK) fail("get", rc);
        }
        for (int i = 0; i < width; i++) sem_wait(&window);
    } else {
        int rounds = atoi(arguments[4]);
        sem_init(&window, 0, 0);
        for (int i = 0; i < rounds; i++) {
            int rc = zoo_aget_children2(zh, arguments[3], 0, got_names, NULL);
            if (rc != ZOK) fail("list", rc);
            sem_wait(&window);
        }
    }
    printf("%.6f %.6f\n", now() - start, processor_time() - used);
    fflush(stdout);
    if (bytes == 0) fail("nothing was read", ZNOTHING);
    zookeeper_close(zh);
    return 0;
}
