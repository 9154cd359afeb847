/*
 * What becomes of a prompt whose agent is gone, by the evidence alone. The table is the
 * heart of delivery: a prompt is fed to at most one agent at a time, and never again once
 * a turn may have begun. doc/ARCHITECTURE.md says where each piece of evidence is from.
 */
#ifndef CCR_AGENT_EVIDENCE_H
#define CCR_AGENT_EVIDENCE_H

#include <stdbool.h>

struct evidence {
    bool has_line;      /* a row for its line was committed */
    bool same_boot;     /* the run was started in this boot of the machine */
    bool fed;           /* `fed` reaches the line's end, so the agent may have read it */
    bool exit_seen;     /* the shim saw the agent end and wrote `exit` */
    bool stalled;       /* the spool could not be written at some time: output may be missing */
    bool began;         /* an init was read after the hand-over */
    bool echoed;        /* its echo was read */
    bool in_transcript; /* some transcript has its uuid */
};

enum verdict {
    VERDICT_AGAIN,      /* queued again with the same uuid: no turn can have begun */
    VERDICT_INTERRUPTED /* its tools may have acted: never repeated by itself */
};

enum verdict evidence_judge(const struct evidence *evidence);

#endif
