#include "remote/daemon/output.h"

#include "remote/daemon/apply.h"

#include "protocol/sys/clock.h"
#include "protocol/sys/log.h"

#include <string.h>

#define OUTPUT_CHUNK    (64 * 1024)
#define OUTPUT_PASS_MAX (4 * 1024 * 1024) /* read at most this in one pass of the loop */
#define RETRY_MS        1000

/* The line at apply_offset is too long to be looked at: from here on only its end is. */
static void begin_passing(struct run *run)
{
    log_line(LOG_ERROR, "run %s: a line of output over %d bytes is passed over", run->row.run,
             OUTPUT_LINE_MAX);
    run->passing = true;
    run->read_offset = run->apply_offset + OUTPUT_LINE_MAX;
    frame_done(&run->frame);
    frame_init(&run->frame, OUTPUT_LINE_MAX);
}

/* Takes the next bytes of such a line. */
static void pass_over(struct run *run, const char *chunk, size_t len)
{
    const char *end = memchr(chunk, '\n', len);

    run->read_offset += end != NULL ? end - chunk + 1 : (int64_t)len;
    if (end == NULL)
        return;
    run->passing = false;
    run->apply_offset = run->read_offset;
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
            begin_passing(run);
            return 0;
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

    run->retry_at = -1;
    apply_begin(&apply, run);
    while (rc == 0 && run->read_offset < most) {
        char chunk[OUTPUT_CHUNK];

        n = spool_read(&run->spool, chunk, sizeof(chunk), run->read_offset);
        run->unread = n < 0;
        if (n <= 0)
            break;
        if (run->passing) {
            pass_over(run, chunk, (size_t)n);
            continue;
        }
        frame_feed(&run->frame, chunk, (size_t)n);
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
