/*
 * The model of the client: all that a user can see or be in the middle of, and how each
 * message changes it. Pure: the same messages always make the same model and the same
 * effects. The view reads the members; only the files of this folder write them.
 */
#ifndef CCR_MODEL_MODEL_H
#define CCR_MODEL_MODEL_H

#include "tui/model/action.h"
#include "tui/model/answer.h"
#include "tui/model/choice.h"
#include "tui/model/draft.h"
#include "tui/model/editor.h"
#include "tui/model/effects.h"
#include "tui/model/home.h"
#include "tui/model/machine.h"
#include "tui/model/msg.h"
#include "tui/model/outbox.h"
#include "tui/model/transcript.h"

#define MODEL_SCREENS     8
#define MODEL_SENDING     16
#define MODEL_WIDE        120 /* columns from which list and session stand side by side */
#define MODEL_DRAFT_MS    300 /* a draft is stored when no key came for that long */
#define MODEL_NOTE_MS     6000
#define MODEL_PREVIEW_MS  200 /* a selection rests that long before it is shown beside */
#define MODEL_PENDING_MAX 32

enum screen_kind {
    SCREEN_HOME,
    SCREEN_SESSION, /* host, id */
    SCREEN_ASK,     /* host, id */
    SCREEN_NEW,
    SCREEN_HOSTS,
    SCREEN_HELP,
};

struct screen {
    enum screen_kind kind;
    char *host, *id;
};

enum purpose {
    WRITE_NOTHING,
    WRITE_PROMPT,  /* for the session on the screen */
    WRITE_NEW,     /* for a new session */
    WRITE_PROJECT, /* the new session's folder */
    WRITE_ASK,     /* an answer in words */
    WRITE_COMMAND,
    WRITE_HOST, /* the answer to a host's question */
};

/* The text that has the focus, when one has. */
struct writing {
    enum purpose purpose;
    struct editor editor;
    char *key;           /* of its draft; NULL: it is none that is kept */
    bool steer, secret;  /* secret: not to be shown */
    struct choice given; /* WRITE_ASK: which choice the text is for; label and note unset */
    char *host;          /* WRITE_HOST */
    int64_t changed;     /* steady ms of the first change that is not stored; 0: none */
};

enum confirm_kind { CONFIRM_NOTHING, CONFIRM_INTERRUPT, CONFIRM_CANCEL, CONFIRM_ALWAYS };

struct confirm {
    enum confirm_kind kind;
    int64_t number; /* of this one: a key confirms only what was painted */
    char *text;     /* the question */
    char *host, *id;
    int suggestion;
    char *words; /* CONFIRM_ALWAYS: what is granted */
};

/* Where the user is in the opened ask. */
struct asking {
    size_t question, cursor;
    bool marked[CHOICES_MAX];
    char *answers[QUESTIONS_MAX];
};

struct form {
    char *host, *project; /* host may be NULL: none is configured */
};

struct sending {
    int64_t token;
    char *key, *text, *host;
};

struct note {
    char *text; /* NULL: none */
    bool error;
    int64_t until; /* steady ms */
};

struct model {
    struct keymap keymap;
    bool over_ssh;
    int columns, rows;
    int64_t wall_ms, steady_ms;
    int utc_offset_min;

    struct machine *machines[MACHINES_MAX];
    size_t machine_count;
    struct outbox outbox;
    struct answers answers;
    struct guard guard;
    struct drafts drafts;
    struct home home;
    bool stale; /* the home rows are older than what they are made from */
    struct transcript transcript;

    struct screen screens[MODEL_SCREENS]; /* the first is always the home screen */
    size_t depth;
    char *place; /* as told with the last EFFECT_PLACE; NULL: none was */
    struct writing writing;
    struct confirm confirm;
    struct asking asking;
    struct form form;
    struct sending sending[MODEL_SENDING];
    size_t sending_count;
    int64_t tokens; /* handed out so far, to prompts and confirmations */
    struct note note;
    size_t list_index, list_top; /* of the hosts, the help, a long ask */
    int64_t preview_at;          /* steady ms; 0: nothing is waiting */
};

void model_init(struct model *model);
void model_done(struct model *model);

/* Binds a key otherwise, by the names of the configuration (see keymap_bind). */
int model_bind(struct model *model, const char *context, const char *key, const char *action,
               struct err *err);

/* Applies one message and appends what is to be done. The next MSG_PAINTED excepted, a new
 * picture may look different afterwards. */
void model_update(struct model *model, const struct msg *msg, struct effects *effects);

/* Brings up to date what is derived from the lists. Call it before drawing: not every
 * message does it, so that a thousand changes cost one sorting. */
void model_settle(struct model *model);

/* The steady time at which a MSG_TICK would change something by itself, at most a minute
 * ahead. */
int64_t model_wake(const struct model *model);

/* The screen in front. */
const struct screen *model_screen(const struct model *model);

/* The session that is watched is to be drawn beside the list. */
bool model_wide(const struct model *model);

/* Where the next key will be looked up. */
enum context model_context(const struct model *model);

/* NULL when there is none of that name. */
const struct machine *model_machine(const struct model *model, const char *host);

/* The card of an ask, also of one that was answered just now; NULL when it is gone. */
const struct card *model_card(const struct model *model, const char *host, const char *ask);

/* The first open ask of a session, NULL when it has none. */
const struct card *model_open_card(const struct model *model, const char *host,
                                   const char *session);

/* The ask that the answer keys are for, NULL when they are for none. */
const struct card *model_target(const struct model *model);

/* A prompt of the watched session that does not stand in the transcript yet. */
struct pending {
    const char *id, *text;
    const char *word;   /* how far it got */
    const char *reason; /* why it waits; may be NULL */
    int64_t until;      /* wall ms; -1: none */
    bool unsent;
};

/* Fills in those there are, oldest first; their number. Borrowed until the next message. */
size_t model_pending(const struct model *model, struct pending list[MODEL_PENDING_MAX]);

/* How far a prompt in the transcript got, by its uuid: "accepted", "saved", "interrupted" and
 * so on; NULL for one that is no task of ours. */
const char *model_prompt_word(const struct model *model, const char *uuid);

#endif
