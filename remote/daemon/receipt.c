#include "remote/daemon/receipt.h"

#include "remote/daemon/catalog.h"
#include "remote/store/attempt_table.h"
#include "remote/store/session_table.h"
#include "remote/store/task_table.h"
#include "remote/transcript/presence.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_MS    50            /* between looks while something is waited for */
#define ANSWER_MS  10000         /* after a result its records are waited for this long */
#define TAIL_BYTES (1024 * 1024) /* of what was there before, for a last line that is torn */
#define WANTED_MAX (HAND_MAX + 3)
#define NOT_SAVED                                                                \
    "Claude will not remember its last answer: its process ended before it was " \
    "written. The text is kept in the task."

/* The prompts of this run whose receipt is missing: those in hand, and the last that ended. */
struct wanted {
    struct presence presence[WANTED_MAX];
    char tasks[WANTED_MAX][UUID_SIZE];
    char uuids[WANTED_MAX][UUID_SIZE];
    size_t count;
};

static void want_prompt(struct wanted *wanted, const struct attempt *attempt)
{
    struct presence *presence = &wanted->presence[wanted->count];

    if (wanted->count == WANTED_MAX - 1)
        return;
    memcpy(wanted->tasks[wanted->count], attempt->task, UUID_SIZE);
    memcpy(wanted->uuids[wanted->count], attempt->attempt, UUID_SIZE);
    *presence = (struct presence){.kind = PRESENCE_PROMPT, .id = wanted->uuids[wanted->count]};
    wanted->count++;
}

/* Only the last answer of a turn is waited for: those before it are written before it. */
static bool wants_answer(const struct run *run)
{
    return run->row.answer_uuid != NULL && (run->hand.count == 0 || run->phase == RUN_ORPHANED);
}

static void collect(struct run *run, struct wanted *wanted)
{
    struct attempt *attempts;
    size_t count;

    wanted->count = 0;
    if (attempt_table_unaccepted_of(run->daemon->store, run->row.run, &attempts, &count, NULL) < 0)
        return;
    for (size_t i = 0; i < count; i++)
        want_prompt(wanted, &attempts[i]);
    attempt_table_free(attempts, count);
    if (wants_answer(run))
        wanted->presence[wanted->count] =
            (struct presence){.kind = PRESENCE_RECORD, .id = run->row.answer_uuid};
}

static int set_receipt(struct daemon *daemon, const char *id, bool saved, struct err *err)
{
    struct task task;
    int rc = task_table_get(daemon->store, id, &task, err);

    if (rc < 0)
        return rc;
    if (task.accepted < 0)
        task.accepted = clock_wall_ms();
    if (saved && task.saved < 0)
        task.saved = clock_wall_ms();
    rc = task_table_update(daemon->store, &task, err);
    task_done(&task);
    daemon_task_changed(daemon, id);
    return rc;
}

/* The last answer is there, and what was written before it: so are those of earlier turns. */
static int save_ended(struct run *run, struct err *err)
{
    struct attempt *attempts;
    size_t count;
    int rc = attempt_table_unsaved_of(run->daemon->store, run->row.run, &attempts, &count, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; rc == 0 && i < count; i++)
        rc = set_receipt(run->daemon, attempts[i].task, true, err);
    attempt_table_free(attempts, count);
    return rc;
}

/* The receipts that were found, inside a transaction of the caller's. */
static int write_found(struct run *run, const struct wanted *wanted, struct err *err)
{
    const struct presence *answer = &wanted->presence[wanted->count];
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < wanted->count; i++)
        if (wanted->presence[i].found)
            rc = set_receipt(run->daemon, wanted->tasks[i], false, err);
    if (rc < 0 || !wants_answer(run) || !answer->found)
        return rc;
    rc = save_ended(run, err);
    mem_set(&run->row.answer, NULL);
    mem_set(&run->row.answer_uuid, NULL);
    return rc < 0 ? rc : run_table_update(run->daemon->store, &run->row, err);
}

static bool any_found(const struct run *run, const struct wanted *wanted)
{
    bool found = wants_answer(run) && wanted->presence[wanted->count].found;

    for (size_t i = 0; i < wanted->count; i++)
        found |= wanted->presence[i].found;
    return found;
}

/* Looks into the transcript; true when nothing is waited for any more. */
static bool look(struct run *run, struct wanted *wanted)
{
    char *path = catalog_transcript(run->daemon->catalog, run->row.session);
    int64_t next;
    size_t count;

    collect(run, wanted);
    count = wanted->count + wants_answer(run);
    if (path != NULL && count > 0)
        presence_scan(path, run->row.transcript_at, wanted->presence, count, &next, NULL);
    free(path);
    return count == 0;
}

void receipt_hint(struct run *run)
{
    run->receipt_due = clock_steady_ms();
    run->answer_due = run->receipt_due + ANSWER_MS;
}

int64_t receipt_from(const struct run *run)
{
    int64_t size = catalog_size(run->daemon->catalog, run->row.session);

    return size > TAIL_BYTES ? size - TAIL_BYTES : 0;
}

int64_t receipt_tick(struct run *run, int64_t now)
{
    struct store *store = run->daemon->store;
    struct wanted wanted;
    struct err err;
    int rc;

    if (run->receipt_due < 0 || now < run->receipt_due)
        return run->receipt_due;
    if (run->hand.count > 0)
        run->answer_due = now + ANSWER_MS;
    if (look(run, &wanted) || now > run->answer_due) {
        run->receipt_due = -1;
        return -1;
    }
    run->receipt_due = now + LOOK_MS;
    if (!any_found(run, &wanted) || store_begin(store, &err) < 0)
        return run->receipt_due;
    rc = write_found(run, &wanted, &err);
    rc = store_end(store, rc, &err);
    if (rc < 0)
        daemon_storage_failed(run->daemon, &err);
    return run->receipt_due;
}

static int note_unsaved(struct run *run, struct err *err)
{
    struct session_row session;
    int rc = session_table_get(run->daemon->store, run->row.session, &session, err);

    if (rc < 0)
        return rc == -ERR_NOT_FOUND ? 0 : rc;
    mem_set(&session.note, NOT_SAVED);
    rc = session_table_put(run->daemon->store, &session, err);
    session_row_done(&session);
    return rc;
}

int receipt_settle(struct run *run, struct err *err)
{
    struct wanted wanted;
    int rc;

    look(run, &wanted);
    rc = write_found(run, &wanted, err);
    if (rc == 0 && run->row.answer_uuid != NULL && run->row.answer != NULL)
        rc = note_unsaved(run, err);
    return rc;
}
