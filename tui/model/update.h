/*
 * Between the files that make up model_update(); nobody else includes it. The functions take
 * what the user did and change the model; what is to be done goes into the effects.
 */
#ifndef CCR_MODEL_UPDATE_H
#define CCR_MODEL_UPDATE_H

#include "tui/model/model.h"

/* One file a screen: an action that this screen has. `key` is the key that did it. */
void update_home(struct model *model, enum action action, const char *key, struct effects *fx);
void update_session(struct model *model, enum action action, struct effects *fx);
void update_ask(struct model *model, enum action action, const char *key, struct effects *fx);

/* update_lists.c */
void update_new(struct model *model, enum action action);
void update_hosts(struct model *model, enum action action, struct effects *fx);
void update_help(struct model *model, enum action action);

/* update_key.c */
void update_key(struct model *model, const char *key, struct effects *fx);
void update_paste(struct model *model, const char *text, size_t len);

/* update_screen.c: opening and leaving. Host and id are copied; NULL for screens without. */
void screen_open(struct model *model, enum screen_kind kind, const char *host, const char *id,
                 struct effects *fx);
void screen_back(struct model *model, struct effects *fx);
void screen_watch(struct model *model, const char *host, const char *session, struct effects *fx);
void screen_restore(struct model *model, const char *place, struct effects *fx);
void screens_done(struct model *model);

/* update_write.c: the text with the focus. A draft key takes up the draft of that key. */
void write_begin(struct model *model, enum purpose purpose, const char *key);
void write_key(struct model *model, const char *key, struct effects *fx);
void write_store(struct model *model, struct effects *fx);
void write_end(struct model *model, struct effects *fx);
void write_submitted(struct model *model, const struct msg_submitted *msg, struct effects *fx);
/* False, with a note, when nothing was handed over. */
bool write_submit(struct model *model, const char *host, const char *session, const char *project,
                  const char *text, const char *key, bool steer, struct effects *fx);
char *write_session_key(const char *host, const char *session);
void writing_done(struct writing *writing);

/* update_answer.c: giving answers. False, with a note, when it was not given. */
bool answer_guarded(struct model *model, const struct card *card);
bool answer_give(struct model *model, const struct card *card, enum answer_choice choice,
                 int number, const char *text, const char *words, struct effects *fx);
/* Asks whether suggestion `number` (0: the first rule) is to be granted, and says what it is. */
void answer_always(struct model *model, const struct card *card, int number);
void asking_reset(struct model *model);
/* The text for a choice that wants one was written. */
void answer_written(struct model *model, const char *text, struct effects *fx);

/* update_confirm.c: things that are asked about first. */
void confirm_ask(struct model *model, enum confirm_kind kind, const char *host, const char *id,
                 char *text);
void confirm_key(struct model *model, const char *key, struct effects *fx);
void confirm_done(struct confirm *confirm);
void confirm_interrupt(struct model *model, const char *host, const char *session);
void confirm_cancel(struct model *model, const char *host, const char *task);
void retry_task(struct model *model, const char *host, const char *task, bool again,
                struct effects *fx);

/* update_command.c */
void update_command(struct model *model, const char *line, struct effects *fx);

/* Something changed that the home rows are made from: there are none until they are settled
 * again, so that none of them points to what is gone. */
void model_changed(struct model *model);

/* A line to show for a while. */
void model_note(struct model *model, bool error, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void model_note_err(struct model *model, const struct err *err);

/* The newest task of a session that still can be cancelled, NULL when there is none; of a
 * machine or in the outbox. */
const char *session_open_task(const struct model *model, const char *host, const char *session);
const struct task *session_last_task(const struct model *model, const char *host,
                                     const char *session);

#endif
