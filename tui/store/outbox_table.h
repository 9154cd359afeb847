/*
 * The client's half of delivery: one row a prompt, made before the first byte of it is sent.
 *
 *     unsent    no byte was written: it is edited, dropped and moved here alone
 *     sending   bytes may have been written and no answer came: it may have arrived
 *     sent      the host has it; kept for a while, so that the id is not given to another host
 *
 * `sending` is written before the first byte and taken back only when the connection ended
 * with no byte written, so a crash at any place leaves the cautious answer. The state changes
 * are single statements that name the state they start from: of two clients one wins.
 */
#ifndef CCR_STORE_OUTBOX_TABLE_H
#define CCR_STORE_OUTBOX_TABLE_H

#include "protocol/base/err.h"
#include "protocol/data/field.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OUTBOX_TABLE_SENT_MAX 1000 /* sent rows; older ones are forgotten */

enum outbox_entry_state { OUTBOX_ENTRY_UNSENT, OUTBOX_ENTRY_SENDING, OUTBOX_ENTRY_SENT };

/* A prompt on its way; the members are those of task/submit. */
struct outbox_entry {
    char *id;      /* the task's, a UUID */
    char *host;    /* a profile's name */
    int state;     /* enum outbox_entry_state */
    bool dropping; /* SENDING: the user dropped it, the host must be told */
    char *prompt;
    char *project; /* of a new session; NULL with session, or for the host's default */
    char *session; /* the one to continue, an id or its ending */
    bool fork, steer;
    char *name, *model, *permission_mode;
    int64_t at; /* not before this time */
    int64_t timeout_ms;
    double max_budget_usd;
    int64_t created_at;
    char *note; /* why it is still here, in words */
};

extern const char *const outbox_entry_state_words[];
extern const struct field outbox_entry_fields[];

void outbox_entry_init(struct outbox_entry *entry);
void outbox_entry_done(struct outbox_entry *entry);

struct database;

/* Adds an unsent row. An id that is there already with the same text, place and host is fine:
 * *ret_known says so and entry gets its state; with anything else it is -ERR_CONFLICT. */
int outbox_table_add(struct database *database, struct outbox_entry *entry, bool *ret_known,
                     struct err *err);

/* The row whose id is or ends with that text. ERR_NOT_FOUND; ERR_INVALID with the candidates when
 * there are several. */
int outbox_table_get(struct database *database, const char *ending, struct outbox_entry *ret_entry,
                     struct err *err);

/* Rows that are not sent yet, oldest first, of one host or (NULL) of all; with `sent` also those.
 * The array and its entries are the caller's. */
int outbox_table_list(struct database *database, const char *host, bool sent,
                      struct outbox_entry **ret_entries, size_t *ret_count, struct err *err);

/* Before the first byte: unsent or sending becomes sending. -ERR_CONFLICT when the row is gone,
 * sent or being dropped: then nothing may be sent. */
int outbox_table_sending(struct database *database, const char *id, struct err *err);

/* sending becomes unsent again: only for a caller that knows that no byte of it was ever
 * written by anybody (it was unsent before outbox_table_sending()), or that the host
 * refused it. note may be NULL. */
int outbox_table_unsent(struct database *database, const char *id, const char *note,
                        struct err *err);

/* The host has it. Also forgets the oldest sent rows over the maximum. */
int outbox_table_sent(struct database *database, const char *id, struct err *err);

/* Why it is still here. */
int outbox_table_note(struct database *database, const char *id, const char *note, struct err *err);

/* Removes an unsent row. -ERR_CONFLICT when it is not unsent any more, -ERR_NOT_FOUND when it
 * is gone. */
int outbox_table_drop(struct database *database, const char *id, struct err *err);

/* A sending row is to be dropped: kept until outbox_table_forget(), and never sent again. */
int outbox_table_dropping(struct database *database, const char *id, struct err *err);

/* Removes a row whose fate is known: the host cancelled or refused it. */
int outbox_table_forget(struct database *database, const char *id, struct err *err);

/* Gives an unsent row, or with may_run_twice a sending one, to another host: it is unsent there.
 * -ERR_CONFLICT when the row is not in such a state any more. */
int outbox_table_move(struct database *database, const char *id, const char *host,
                      bool may_run_twice, struct err *err);

/* Sets the text of an unsent row; -ERR_CONFLICT when it is none any more. */
int outbox_table_edit(struct database *database, const char *id, const char *prompt,
                      struct err *err);

#endif
