#ifndef CCR_REMOTE_SHIM_FEED_H
#define CCR_REMOTE_SHIM_FEED_H

/*
 * Which bytes of in.ndjson may go into the agent: whole lines, in order, each once. Pure: it is
 * shown the file's bytes in pieces of any size and keeps offsets, never bytes.
 *
 * A NUL byte is a place that was not written yet (the file's writer fills it later, perhaps after
 * what follows it), so nothing at or beyond it counts until it is something else.
 *
 *     struct feed feed = {0};
 *     found = feed_scan(&feed, bytes at feed.next, n);
 *     FEED_LINE: hand over [feed.start, feed.end), then feed_pass(&feed)
 */

#include <stddef.h>
#include <stdint.h>

/* The longest line, its newline not counted. */
#define FEED_LINE_MAX ((uint64_t)1024 * 1024)

enum feed_found {
    FEED_MORE, /* no newline yet: show what stands at next */
    FEED_HOLE, /* a NUL byte stands at next: look again when told */
    FEED_LINE, /* [start, end) is a whole line with its newline */
    FEED_LONG  /* the line at start is over FEED_LINE_MAX: no line will ever be found again */
};

/* All offsets are bytes from the file's beginning. start <= next; end > start only with a line. */
struct feed {
    uint64_t start; /* first byte of the first line not yet passed */
    uint64_t next;  /* first byte not yet looked at */
    uint64_t end;   /* one past that line's newline, once found */
};

/*
 * Looks at the n bytes that stand in the file at feed->next, up to the first newline or NUL.
 * Must not be called between FEED_LINE and feed_pass.
 */
enum feed_found feed_scan(struct feed *feed, const char *bytes, size_t n);

/* Whether a line was found and not passed yet. */
int feed_has_line(const struct feed *feed);

/* The found line was handed over whole: the next one begins where it ended. */
void feed_pass(struct feed *feed);

#endif
