/*
 * The first screen's list: what needs the user, what runs, what is done, what was there.
 *
 * The rows are derived from the machines, the outbox and the given answers, anew after each
 * change; they borrow from those and hold until the next change. What survives is named by
 * key, never by index: the selection and the digits. So a row that comes or goes elsewhere
 * moves neither.
 */
#ifndef CCR_MODEL_HOME_H
#define CCR_MODEL_HOME_H

#include "tui/model/answer.h"
#include "tui/model/machine.h"
#include "tui/model/outbox.h"

#define HOME_DIGITS    9
#define HOME_STILL_MS  1000                 /* digits stay for that long after a key */
#define HOME_DONE_MS   (24 * 3600 * 1000LL) /* then a task's session is only a recent one */
#define HOME_NAME_SIZE 68                   /* of a host's name */

enum section { SECTION_NEEDS, SECTION_RUNNING, SECTION_DONE, SECTION_RECENT, SECTION_COUNT };

enum row_kind {
    ROW_ASK,     /* card; given when it was answered just now */
    ROW_HOST,    /* the machine has a question */
    ROW_TASK,    /* task, or outgoing while it is on this side only */
    ROW_SESSION, /* session */
};

/* What a row is about, by name. */
struct row_key {
    enum row_kind kind;
    char host[HOME_NAME_SIZE];
    char id[PAINTED_ID_SIZE];
};

struct row {
    struct row_key key;
    enum section section;
    int64_t at;                    /* what it is sorted by within its section, wall ms */
    int digit;                     /* 1 to 9; 0: none */
    const struct machine *machine; /* NULL: a host that is not configured any more */
    const struct card *card;
    const struct given *given;
    const struct task *task;
    const struct outgoing *outgoing;
    const struct session *session; /* of the ask or task too, when it is known */
};

struct home {
    struct row *rows;
    size_t count;
    struct row_key selected; /* of the row at index, when count > 0 */
    size_t index;
    struct row_key wanted; /* selected as soon as there is such a row; "" in id: none */
    size_t top;            /* the first row on the screen, as last painted */
    struct row_key digits[HOME_DIGITS], painted[HOME_DIGITS];
    int64_t painted_since[HOME_DIGITS]; /* since when that digit has meant that row */
    int64_t last_key;                   /* steady ms of the last key here; 0: none yet */
};

void home_done(struct home *home);

/* Makes the rows anew at that time; the machines in the order they are shown. The selection
 * stays with its row; where that is gone, the row at its index is selected. */
void home_settle(struct home *home, struct machine *const *machines, size_t machine_count,
                 const struct outbox *outbox, const struct answers *answers, int64_t wall_ms,
                 int64_t steady_ms);

/* The selected row, NULL when there is none. */
const struct row *home_selected(const struct home *home);

/* Selects the row at index, cut to those there are. */
void home_select(struct home *home, size_t index);

/* Selects the row of that key; false when there is none now. */
bool home_select_key(struct home *home, const struct row_key *key);

enum digit_result { DIGIT_SELECTED, DIGIT_NONE, DIGIT_CHANGED };

/* Selects the row that the digit was painted beside. CHANGED when it was painted beside
 * another one less than ANSWER_PAINTED_MS ago. */
enum digit_result home_digit(struct home *home, int digit, int64_t steady_ms);

/* The digits as they are now are on the screen. */
void home_painted(struct home *home, size_t top, int64_t steady_ms);

struct row_key row_key_of(enum row_kind kind, const char *host, const char *id);
bool row_key_equal(const struct row_key *a, const struct row_key *b);

/* The session that opening the row leads to; NULL when it has none yet. */
const char *row_session(const struct row *row);

#endif
