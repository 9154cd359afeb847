#include "tests/fuzz/fuzz.h"

#include "protocol/base/utf8.h"
#include "remote/agent/event.h"

#include <string.h>

/* Any line is an event; its texts are UTF-8 and no longer than they may be. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct event event;
    char *summary;

    event_decode((const char *)data, size, &event);
    MUST(event.kind >= EVENT_OTHER && event.kind <= EVENT_BACKGROUND);
    if (event.text != NULL)
        MUST(utf8_valid(event.text, strlen(event.text)));
    if (event.kind == EVENT_REQUEST && event.input != NULL)
        MUST(!event.oversized && strlen(event.input) <= EVENT_INPUT_MAX);
    summary = event_tool_summary(event.tool, event.input);
    MUST(strlen(summary) <= 200 && utf8_valid(summary, strlen(summary)));
    MUST(strpbrk(summary, "\n\r\t\x1b") == NULL);
    free(summary);
    event_done(&event);
    return 0;
}
