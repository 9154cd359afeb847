#ifndef CCR_REMOTE_SHIM_SPOOL_H
#define CCR_REMOTE_SHIM_SPOOL_H

/*
 * The files of a run's folder.
 *
 *     made by the daemon before the shim starts: format, in.ndjson, fed, poke, alive; later: eof
 *     made here: out.ndjson, err.log, pids, stall, exit (and X.tmp of what is renamed into place)
 *
 * A folder serves one shim, once: making out.ndjson claims it. All files are reached through the
 * folder's descriptor, so the folder may be moved while the shim runs. Functions return 0 or
 * more, or -errno; they never wait. A byte goes into `alive` after every change a daemon wants to
 * see: pids, each append to out.ndjson, stall made or removed, exit.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What err.log takes from the agent; then one line that says so. The shim's notes come on top. */
#define SPOOL_LOG_MAX ((uint64_t)1024 * 1024)

struct spool {
    int dir;
    int in;
    int fed;
    int out;
    int log;
    int poke;
    int alive;
    uint64_t out_size;
    uint64_t out_max;   /* out.ndjson grows no further; 0: no maximum */
    uint64_t log_size;  /* of err.log, notes included */
    uint64_t log_taken; /* of the agent's stderr */
    bool log_full;      /* the line that closes err.log stands */
    bool log_open_line; /* err.log's last byte is no newline */
    bool stalled;       /* `stall` stands */
};

/* Makes *spool a folder that is not open: spool_close may be called on it. */
void spool_init(struct spool *spool);

/*
 * Opens and claims the folder, on a spool fresh from spool_init. out_max is in bytes, 0 for none.
 * On failure *ret_what is the file it was about, and spool_claimed tells whether the folder is ours
 * (then spool_exit may be called); the folder of an unknown format, or one that was used before
 * (-EEXIST), is left as it is. To be closed with spool_close in any case.
 */
int spool_open(struct spool *spool, const char *dir, uint64_t out_max, const char **ret_what);
bool spool_claimed(const struct spool *spool);
void spool_close(struct spool *spool);

/* Reads in.ndjson at an offset. Returns the number of bytes, 0 at its end. */
ssize_t spool_read(struct spool *spool, char *bytes, size_t size, uint64_t offset);

/* Rewrites fed: the agent may read in.ndjson up to end from now on. */
int spool_feed(struct spool *spool, uint64_t end);

/* Whether the daemon has made `eof`. */
bool spool_eof(struct spool *spool);

/* Empties poke, where every byte means the same. */
void spool_poked(struct spool *spool);

/*
 * Appends to out.ndjson. Returns how many of the n > 0 bytes were taken, at least one; -EFBIG at
 * out_max. What was not taken is the caller's to bring again, before anything else.
 */
ssize_t spool_append(struct spool *spool, const char *bytes, size_t n);

/*
 * Appends the agent's stderr to err.log. Returns how many of the n > 0 bytes are done with: those
 * beyond SPOOL_LOG_MAX are discarded once the closing line stands.
 */
ssize_t spool_log(struct spool *spool, const char *bytes, size_t n);

/* One line of the shim's own into err.log, whatever its size; lost if it cannot be written. */
void spool_note(struct spool *spool, const char *text);

/* Makes or removes `stall`; spool->stalled is what stands then. */
int spool_stall(struct spool *spool, bool stalled);

/* Puts pids into place. */
int spool_pids(struct spool *spool, const char *text);

/*
 * Writes exit whole, checks it, removes `stall` and renames exit into place: the last thing done to
 * a folder. May be called again after a failure; -ENOENT means that the folder itself is gone.
 */
int spool_exit(struct spool *spool, const char *line);

#endif
