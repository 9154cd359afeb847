/*
 * Texts in the user's role that nobody typed: echoes of commands, reminders for the model,
 * markers, notices. They stand in tags of the CLI's at the beginning of a text.
 */
#ifndef CCR_TRANSCRIPT_WRAPPER_H
#define CCR_TRANSCRIPT_WRAPPER_H

#include "protocol/base/buf.h"

enum wrapper {
    WRAPPER_NONE,    /* a prompt */
    WRAPPER_MACHINE, /* made by the machine, of interest to a reader */
    WRAPPER_NOISE,   /* nothing to show */
};

/* Says what a text is, and appends what is to be shown of it: a prompt without the reminders
 * before it; "/name arguments" of a slash command; "! command" of a shell command; what is
 * inside the tags for output and notices. A tag that is not closed is part of a prompt. */
enum wrapper wrapper_read(const char *text, struct buf *out);

#endif
