/*
 * What a verb works with: the configuration, the host that was picked, the connection to it and
 * the outbox, each opened when it is first wanted.
 */
#ifndef CCR_CLI_CLI_H
#define CCR_CLI_CLI_H

#include "protocol/data/host.h"
#include "protocol/data/task.h"
#include "protocol/sys/config.h"
#include "tui/cli/args.h"
#include "tui/cli/output.h"
#include "tui/net/host_link.h"
#include "tui/store/database.h"

struct cli_library {
    const char *name;
    const char *(*version)(void);
};

/* What main() knows and the command line may not ask for itself. */
struct cli_program {
    const char *argv0;
    /* The screen; NULL when it was not built in. Its result is the exit status. */
    int (*screen)(struct cli *cli);
    const struct cli_library *libraries; /* of other floors, ends with a NULL name */
};

struct cli {
    const struct cli_program *program;
    const char *name; /* this program's, as it was called: for hints */
    struct config *config;
    char *config_path;
    char *state_folder;
    bool json, verbose;
    int interrupt_fd;
    struct host host; /* the picked one */
    struct host_link *link;
    struct database *outbox;
    /* Told of each notice of the connection. */
    void (*notice)(void *context, const char *method, const struct json *params);
    void *notice_context;
};

/* The whole command line: what main() returns. */
int cli_main(const struct cli_program *program, int argc, char **argv);

/* Reads the configuration; ERR_INVALID when the file is wrong. */
int cli_configure(struct cli *cli, struct err *err);
void cli_done(struct cli *cli);

/* The profile of that name; ERR_NOT_FOUND names the verb that adds one. */
int cli_profile(struct cli *cli, const char *name, struct host *ret_host, struct err *err);

/* Who we are to a host: our build, the scope we want, our name. */
void cli_self(const struct cli *cli, struct hello *ret_self);

/* How the last login at that host was done; the caller's, NULL when it is not known. Kept in the
 * cache: one that cannot be written costs a round trip. */
char *cli_hint(const char *host);
void cli_keep_hint(const char *host, const char *text);

/* Picks the host: -H, else default.host, else this machine. */
int cli_pick_host(struct cli *cli, const char *name, struct err *err);

/* Connects to the picked host unless connected; the errors are host_link_open()'s. */
int cli_connect(struct cli *cli, struct err *err);
void cli_disconnect(struct cli *cli);

/* Asks the picked host, connecting first, for something that changes nothing: a lost answer is
 * ERR_UNREACHABLE. params are taken over; the result is the caller's. */
int cli_query(struct cli *cli, const char *method, struct json *params, struct json **ret_result,
              struct err *err);

/* The same for what changes something: a lost answer is ERR_UNCONFIRMED, with `again` as the
 * next step. */
int cli_act(struct cli *cli, const char *method, struct json *params, const char *again,
            struct json **ret_result, struct err *err);

/* Opens the outbox unless it is open. */
int cli_open_outbox(struct cli *cli, struct err *err);

/* "ccr watch abc123 -H mini": a command of ours for a hint, on that host. */
void cli_command(const struct cli *cli, struct buf *out, const char *host, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* An id or an ending of one; ERR_INVALID says what that is. */
int cli_check_id(const char *what, const char *text, struct err *err);

/* Params with one text member. */
struct json *cli_params(const char *name, const char *text);

/* A task of the picked host out of an answer. */
int cli_read_task(const struct cli *cli, const struct json *json, struct task *ret_task,
                  struct err *err);

#endif
