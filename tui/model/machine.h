/*
 * A host as the model knows it: how the link to it is, and what runs there.
 *
 * An ask never changes but in its state, so its details are made once and kept beside it
 * (struct card) as long as it is listed.
 */
#ifndef CCR_MODEL_MACHINE_H
#define CCR_MODEL_MACHINE_H

#include "tui/model/list.h"
#include "tui/model/msg.h"

#define MACHINES_MAX 64

/* An ask with what its JSON says. The first member makes it an object of a list. */
struct card {
    struct ask ask;
    struct detail input, suggestions;
};

struct machine {
    char *name;
    enum link_state state;
    int64_t retry_at;
    char *reason, *next;
    char *runner_version, *claude_version;
    int64_t last_event;
    char *question;
    bool secret;
    bool confirmed; /* false: the lists are from the cache */
    struct list tasks, sessions;
    struct card *cards; /* sorted by the ask's id */
    size_t card_count;
};

/* A machine of that name, of which nothing is known yet. */
struct machine *machine_new(const char *name);
void machine_free(struct machine *machine);

/* Takes over what the message says of the link. */
void machine_link(struct machine *machine, const struct msg_host *host);

/* Takes over the lists. The host of tasks and sessions is the machine they stand in,
 * whatever their own member says. */
void machine_lists(struct machine *machine, const struct msg_lists *lists);

/* NULL when there is none of that id. */
const struct card *machine_card(const struct machine *machine, const char *ask);
const struct task *machine_task(const struct machine *machine, const char *task);
const struct session *machine_session(const struct machine *machine, const char *session);

/* The link's state in one word. */
const char *machine_word(const struct machine *machine);

#endif
