/*
 * A client that takes the time: one connection to the runner, as doc/PROTOCOL.md has it.
 */
#ifndef CCR_BENCH_CALLER_H
#define CCR_BENCH_CALLER_H

#include "protocol/base/uuid.h"
#include "protocol/frame.h"
#include "protocol/json.h"
#include "tests/bench/runner.h"

/* By way of `ccr-remote serve`, as every client comes; or straight into the daemon's socket. */
enum caller_way { CALLER_SERVE, CALLER_SOCKET };

struct caller {
    int in, out; /* one descriptor twice, on the socket */
    pid_t serve; /* -1: none */
    struct frame frame;
    int64_t number;
    int64_t sent_ns;  /* right before the first byte of the last request was written */
    int64_t heard_ns; /* when the last bytes came */
    long live;        /* how often live text came */
};

/* Connects, up to the first message. Call caller_close() also when it failed. */
int caller_open(struct caller *caller, const struct runner *runner, enum caller_way way,
                struct err *err);
void caller_close(struct caller *caller);

/* Sends a request, which takes params over, and waits for its answer; notices that come before it
 * are passed over. ret_result may be NULL. An error answer is an error here. */
int caller_ask(struct caller *caller, const char *method, struct json *params,
               struct json **ret_result, struct err *err);

/* Takes in what has come, without waiting; live text is acknowledged, so that more of it comes. */
int caller_listen(struct caller *caller, struct err *err);

/* A prompt in the runner's project, with its time of start or NULL; the ids of task and session. */
int caller_submit(struct caller *caller, const struct runner *runner, const char *prompt,
                  const char *at, char ret_task[UUID_SIZE], char ret_session[UUID_SIZE],
                  struct err *err);

#endif
