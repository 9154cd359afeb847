#include "remote/daemon/output.h"

#include "remote/daemon/apply.h"

#include "protocol/sys/clock.h"
#include "protocol/sys/log.h"

#include <string.h>

#define OUTPUT_CHUNK    (64 * 1024)
#define OUTPUT_PASS_MAX (4 * 1024 * 1024) /* read at most this in one pass of the loop */
#define RETRY_MS        1000

/* Passes over a line that is too long to look at; false while its end is not there. */
static bool pass_over(struct run *run)
{
    char chunk[OUTPUT_CHUNK];
    int64_t offset = run->apply_offset;
    ssize_t n;

    while ((n = spool_read(&run->spool, chunk, sizeof(chunk), offset)) > 0) {
        const char *end = memchr(chunk, '\n', (size_t)n);

        if (end == NULL) {
            offset += n;
            continue;
        }
        log_line(LOG_ERROR, "run %s: a line of output over %d bytes is passed over", run->row.run,
                 OUTPUT_LINE_MAX);
        run->apply_offset = run->read_offset = offset + (end - chunk) + 1;
        frame_done(&run->frame);
        frame_init(&run->frame, OUTPUT_LINE_MAX);
        return true;
    }
    return false;
}

/* Applies the whole lines that are in the frame. */
static int apply_lines(struct run *run, struct apply *apply, struct err *err)
{
    for (;;) {
        enum frame_status status;
        const char *line;
        size_t len, rest;
        int64_t offset = run->apply_offset;
        int rc;

        status = frame_next(&run->frame, &line, &len);
        if (status == FRAME_TOO_LONG) {
            if (!pass_over(run))
                return 0;
            continue;
        }
        if (status == FRAME_NONE)
            return 0;
        rc = apply_line(apply, line, len, offset, err);
        if (rc < 0)
            return rc;
        frame_rest(&run->frame, &rest);
        run->apply_offset = run->read_offset - (int64_t)rest;
    }
}

void output_read(struct run *run)
{
    struct apply apply;
    struct err err;
    int64_t most = run->read_offset + OUTPUT_PASS_MAX;
    ssize_t n = 0;
    int rc = 0;

    apply_begin(&apply, run);
    while (rc == 0 && run->read_offset < most) {
        char chunk[OUTPUT_CHUNK];

        n = spool_read(&run->spool, chunk, sizeof(chunk), run->read_offset);
        run->unread = n < 0;
        if (n <= 0)
            break;
        if (frame_feed(&run->frame, chunk, (size_t)n) < 0)
            break;
        run->read_offset += n;
        rc = apply_lines(run, &apply, &err);
    }
    if (rc == 0)
        rc = apply_commit(&apply, &err);
    else
        apply_abandon(&apply);
    if (rc < 0) {
        daemon_storage_failed(run->daemon, &err);
        run_reload(run);
        run->retry_at = clock_steady_ms() + RETRY_MS;
        return;
    }
    if (n > 0)
        run->retry_at = clock_steady_ms();
    if (run->frame.pending.len == run->frame.start && run->frame.pending.cap > OUTPUT_CHUNK * 2) {
        frame_done(&run->frame);
        frame_init(&run->frame, OUTPUT_LINE_MAX);
    }
    run_flush(run);
}
