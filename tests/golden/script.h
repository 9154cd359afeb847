/*
 * A script that drives model and view as the app does, and what came out of it as text.
 *
 * One line is one pass of the loop: the time is told, the line's messages are sent, the model
 * is drawn, and what was painted is sent back. Words are separated by spaces; a word or the
 * value after "=" may be quoted, with \n \t \e \\ \" \xHH inside. Lines:
 *
 *   size COLUMNS ROWS            theme 0|8|256 [ascii]
 *   setup [ssh] [host=H] [project=P]
 *   time RFC3339                 wait MS
 *   host NAME STATE [retry=MS] [reason=T] [next=T] [runner=V] [claude=V] [last=TIME]
 *             [question=T] [secret]                      host NAME gone
 *   task|session|ask NAME=VALUE...   an object for the next `lists`; fields as on the wire,
 *                                    times also as "-12m"
 *   item NAME=VALUE...               for the next `window`
 *   input PATH TEXT, suggest PATH TEXT   of the ask or item before
 *   lists HOST snapshot|change|cache [gone=ID]...
 *   window HOST SESSION reset|append|prepend [before] [after] [error=T]
 *   live HOST SESSION [text=T] [tool=T] [elapsed=MS]       drop HOST SESSION
 *   outbox [id=I host=H session=S text=T state=unsent|sending|sent]   no word: send them
 *   key NAME...    type TEXT    paste TEXT
 *   submitted TOKEN ID|error=T   receipt HOST TASK [error=T]
 *   answered HOST ASK taken|lost|failed [who=W] [words=T]
 *   draft KEY TEXT   place TEXT   note TEXT   bind CONTEXT KEY ACTION
 *   many sessions|asks HOST N    N objects that a loop makes, for the next `lists`
 *   screen NAME      the picture as it is, into the output
 *   effects          what was to be done since the last time, into the output
 */
#ifndef CCR_GOLDEN_SCRIPT_H
#define CCR_GOLDEN_SCRIPT_H

#include "protocol/base/buf.h"
#include "tui/model/model.h"
#include "tui/view/surface.h"

struct script;

/* A model with nothing in it, at 80x24, 256 colours, UTF-8. */
struct script *script_new(void);
void script_free(struct script *script);

/* Runs one line; false, with a message on stderr, when it is not understood. */
bool script_run(struct script *script, const char *line);

const struct buf *script_output(const struct script *script);
struct model *script_model(struct script *script);
const struct surface *script_surface(const struct script *script);
const struct effects *script_effects(const struct script *script);

#endif
