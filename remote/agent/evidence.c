#include "remote/agent/evidence.h"

enum verdict evidence_judge(const struct evidence *e)
{
    if (!e->has_line)
        return VERDICT_AGAIN;
    if (!e->same_boot)
        return VERDICT_INTERRUPTED;
    if (!e->fed)
        return VERDICT_AGAIN;
    if (e->exit_seen && !e->stalled && !e->began && !e->echoed && !e->in_transcript)
        return VERDICT_AGAIN;
    return VERDICT_INTERRUPTED;
}
