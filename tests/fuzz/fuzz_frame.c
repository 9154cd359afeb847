#include "tests/fuzz/fuzz.h"

#include "protocol/frame.h"

#include <string.h>

#define LINE_MAX_HERE 64

/* Whatever the pieces, the lines are those of the stream: found here with memchr(). */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t piece = size > 0 ? data[0] % 32 + 1 : 1, fed = 0;
    const char *at = (const char *)data, *end = at + size;
    enum frame_status status = FRAME_NONE;
    struct frame frame;

    frame_init(&frame, LINE_MAX_HERE);
    while (fed < size && status != FRAME_TOO_LONG) {
        size_t len = piece < size - fed ? piece : size - fed, line_len;
        const char *line;

        MUST(frame_feed(&frame, data + fed, len) == 0);
        fed += len;
        while ((status = frame_next(&frame, &line, &line_len)) == FRAME_LINE) {
            const char *stop = memchr(at, '\n', (size_t)(end - at));

            MUST(stop != NULL && line[line_len] == '\0');
            MUST((size_t)(stop - at) == line_len ||
                 ((size_t)(stop - at) == line_len + 1 && stop[-1] == '\r'));
            MUST(memcmp(at, line, line_len) == 0);
            at = stop + 1;
        }
    }
    if (status == FRAME_TOO_LONG) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));

        MUST((size_t)((stop != NULL ? stop : end) - at) > LINE_MAX_HERE);
    } else {
        MUST(memchr(at, '\n', (size_t)(end - at)) == NULL);
    }
    frame_done(&frame);
    return 0;
}
