/*
 * The daemon: what its parts share. One thread, libuv's loop; parts change state and mark
 * what changed, and once a pass of the loop daemon_pass() acts on the marks: it hands over
 * what can be, tells clients what changed, and sets the one timer to what is due next.
 */
#ifndef CCR_DAEMON_DAEMON_H
#define CCR_DAEMON_DAEMON_H

#include "remote/store/store.h"

#include "protocol/base/err.h"
#include "protocol/sys/birth.h"
#include "protocol/sys/config.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct client;
struct run;
struct catalog;
struct leftover;

/* What is set for as long as the daemon runs. */
struct settings {
    char **agent;       /* Claude's program and first arguments, ends with NULL */
    char **environment; /* the agent's; NULL: the daemon's own */
    char *shim;         /* the shim's path */
    char *state;        /* the state folder */
    char **roots;       /* Claude's folders */
    int64_t idle_ms;    /* an idle process is let go after this */
    int64_t slots;      /* tasks that run at once */
    bool allow_bypass;  /* bypassPermissions may be asked for */
};

/* Ids whose objects changed in this pass; each once. */
struct changes {
    char (*ids)[37];
    size_t count;
};

struct daemon {
    uv_loop_t loop;
    uv_pipe_t listener;
    uv_prepare_t pass;
    uv_timer_t timer;
    uv_signal_t signals[2];
    struct settings settings;
    struct store *store;
    struct run *runs;
    struct client *clients;
    struct catalog *catalog;    /* what is known of the transcripts */
    struct leftover *leftovers; /* what agents that were ended left running */
    char boot[BIRTH_BOOT_SIZE];
    char build[64];
    int lock;         /* daemon.lock, held */
    int64_t revision; /* of what home shows */
    struct changes tasks, asks, sessions;
    bool queue_dirty;      /* something may be handed over */
    bool leaving;          /* nothing new is begun; the loop ends */
    int64_t storage_until; /* steady ms: no prompt is taken before; 0: the disk is fine */
    char storage_reason[ERR_WHAT_SIZE];
    int64_t lonely_since; /* steady ms: since when there was no client and no work */
};

/* Opens everything, takes over the runs of an earlier daemon and serves until it is told to
 * leave. argv0 is how the program was started. -ERR_CONFLICT: another daemon holds the lock. */
int daemon_run(const char *argv0, const struct config *config, struct err *err);

/* Marks for this pass. */
void daemon_task_changed(struct daemon *daemon, const char *task);
void daemon_ask_changed(struct daemon *daemon, const char *ask);
void daemon_session_changed(struct daemon *daemon, const char *session);

/* The disk did not take something: clients see why, and no prompt is taken until it takes writes
 * again, which is tried each second. After a failed fsync the daemon leaves with this pass, to
 * start over from what the disk has. */
void daemon_storage_failed(struct daemon *daemon, const struct err *err);

/* Nothing new is begun and the loop ends with this pass. */
void daemon_leave(struct daemon *daemon);

/* The session's lock file; the caller's. */
char *daemon_session_lock(const struct daemon *daemon, const char *session);

/* The earlier of two times that are -1 for never. */
int64_t daemon_earlier(int64_t a, int64_t b);

#endif
