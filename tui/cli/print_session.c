#include "tui/cli/print.h"

#include "protocol/base/uuid.h"

#include <string.h>

void print_session_row(const struct session *session, int64_t now_ms)
{
    const char *title = session->title != NULL          ? session->title
                        : session->first_prompt != NULL ? session->first_prompt
                                                        : "";
    const char *project = session->project != NULL ? session->project : "";
    const char *base = strrchr(project, '/');
    bool wide = output_width() == 0 || output_width() >= 70;
    char ago[OUTPUT_AGO_SIZE];

    output_ago(now_ms, session->last_activity, ago);
    output_line(stdout,
                session->state == SESSION_WAITING ? OUTPUT_WAITS
                : session->state == SESSION_BUSY  ? OUTPUT_DIM
                                                  : OUTPUT_PLAIN,
                wide ? "%s %-7s %4s %-16.16s %s" : "%s %-7s %4s %.0s%s",
                uuid_short(session->session), session_state_words[session->state], ago,
                base != NULL ? base + 1 : project, title);
}
