/*
 * A run's folder, from the daemon's side. The other side is the shim; what each file
 * means and who writes it is in doc/ARCHITECTURE.md, section "A run's folder".
 */
#ifndef CCR_DAEMON_SPOOL_H
#define CCR_DAEMON_SPOOL_H

#include "protocol/base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define SPOOL_FORMAT 1

struct spool {
    char *folder;
    int in;    /* in.ndjson, to write */
    int out;   /* out.ndjson, to read; -1 until the shim has made it */
    int poke;  /* FIFO: a byte means "look" */
    int alive; /* FIFO: a byte means "there is output"; its hang-up means the shim is gone */
};

/* The two processes of a run as `pids` names them. */
struct spool_pids {
    pid_t shim, agent;
    uint64_t shim_birth, agent_birth;
};

/* Makes the folder and its files, ready for a shim, and opens it. ERR_STORAGE. Whether this or
 * spool_open() fails: every other function may be called, and spool_done() ends it. */
int spool_make(struct spool *spool, const char *folder, struct err *err);

/* Opens the folder of a run that an earlier daemon made. ERR_RUNNER: another format, it is
 * left alone; ERR_STORAGE: it is not there or cannot be opened. */
int spool_open(struct spool *spool, const char *folder, struct err *err);

void spool_done(struct spool *spool);

/* Writes a line's bytes at its place; the caller keeps the order of offsets. */
int spool_write(struct spool *spool, const char *line, int64_t offset, struct err *err);

/* Tells the shim to look. */
void spool_poke(struct spool *spool);

/* Reads `alive` empty: 1 there were bytes, 0 none, -1 its end: the shim is gone (or has
 * not opened it yet: see spool_pids()). */
int spool_drain(struct spool *spool);

/* Reads output at an offset; bytes read, 0 at the end or before there is any, -1 with errno. */
ssize_t spool_read(struct spool *spool, void *data, size_t len, int64_t offset);

/* The length of the output now. */
int64_t spool_output(struct spool *spool);

/* True once a shim has opened the folder. */
bool spool_begun(struct spool *spool);

/* True when the agent may have read in.ndjson up to there; also when that cannot be told. */
bool spool_fed(const struct spool *spool, int64_t end);

/* Takes back what was written, from a shim that has not appeared: one that comes late finds
 * nothing to feed and leaves. ERR_STORAGE. */
int spool_withdraw(struct spool *spool, struct err *err);

/* Asks the shim to close the agent's stdin when all is fed: the process is let go. */
int spool_let_go(struct spool *spool, struct err *err);

bool spool_pids(const struct spool *spool, struct spool_pids *ret_pids);

/* The content of `exit` without its newline, such as "exit 0"; NULL while it is not there. The
 * text is the caller's. */
char *spool_exit(const struct spool *spool);

bool spool_stalled(const struct spool *spool);

/* The end of what the agent wrote to stderr, printable, at most 1 KiB; the caller's. */
char *spool_stderr(const struct spool *spool);

#endif
