#include "remote/daemon/apply.h"

#include "remote/agent/input.h"
#include "remote/daemon/asks.h"
#include "remote/daemon/ending.h"
#include "remote/daemon/receipt.h"
#include "remote/store/attempt_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/log.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void apply_begin(struct apply *apply, struct run *run)
{
    *apply = (struct apply){.run = run};
}

/* Before the first effect that must last. */
static int need_transaction(struct apply *apply, struct err *err)
{
    int rc = apply->open ? 0 : store_begin(apply->run->daemon->store, err);

    apply->open |= rc == 0;
    return rc;
}

int apply_commit(struct apply *apply, struct err *err)
{
    struct run *run = apply->run;
    int rc;

    if (!apply->open)
        return 0;
    apply->open = false;
    run->row.out_offset = run->apply_offset;
    run->row.turn_open = run->hand.turn_open;
    rc = run_table_update(run->daemon->store, &run->row, err);
    if (rc < 0) {
        store_rollback(run->daemon->store);
        return rc;
    }
    return store_commit(run->daemon->store, err);
}

void apply_abandon(struct apply *apply)
{
    if (apply->open)
        store_rollback(apply->run->daemon->store);
    apply->open = false;
}

/* Writes what the hand knows of its attempts into their rows. */
static int save_hand(struct run *run, struct err *err)
{
    struct store *store = run->daemon->store;

    for (int i = 0; i < run->hand.count; i++) {
        const struct hand_attempt *taken = &run->hand.attempts[i];
        struct attempt attempt;
        int rc = attempt_table_get(store, taken->uuid, &attempt, err);

        if (rc < 0)
            return rc;
        if (attempt.began != taken->began || attempt.echoed != taken->echoed) {
            attempt.began = taken->began;
            attempt.echoed = taken->echoed;
            rc = attempt_table_update(store, &attempt, err);
        }
        attempt_done(&attempt);
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* Another session's id means that the CLI changed the session under us: nothing more is
 * handed over, and the process is let go after this turn. */
static void check_session(struct run *run, const struct event *event)
{
    if (run->last_turn || event->session == NULL || str_equal(event->session, run->row.session))
        return;
    log_line(LOG_ERROR, "run %s: the agent changed its session to %s", run->row.run,
             event->session);
    run->last_turn = true;
}

static int apply_init(struct run *run, const struct event *event, struct err *err)
{
    mem_set(&run->error_word, NULL);
    run->limit_reset = 0;
    check_session(run, event);
    return save_hand(run, err);
}

/* The last answer is kept until the transcript has it. */
static void keep_answer(struct run *run, const struct event *event)
{
    if (event->error != NULL)
        mem_set(&run->error_word, event->error);
    mem_set(&run->row.answer_uuid, event->uuid);
    if (event->text != NULL)
        mem_set(&run->row.answer, event->text);
    if (str_equal(event->tool, "ExitPlanMode"))
        mem_set(&run->plan, event->input);
}

/* What the process has cost so far is cumulative; a turn's cost is the difference. */
static double turn_cost(struct run *run, const struct event *result)
{
    double before = isnan(run->row.cost_usd) ? 0 : run->row.cost_usd, cost;

    if (isnan(result->cost_usd))
        return (double)NAN;
    cost = result->cost_usd - before;
    run->row.cost_usd = result->cost_usd;
    return cost > 0 ? cost : 0;
}

static int apply_result(struct run *run, const struct event *event,
                        const struct hand_attempt *ended, int count, bool stopping, struct err *err)
{
    double cost = turn_cost(run, event);
    int rc = 0;

    check_session(run, event);
    for (int i = 0; rc == 0 && i < count; i++)
        rc = ending_by_result(run, &ended[i],
                              ended[i].stop == STOP_NONE && stopping ? STOP_USER : ended[i].stop,
                              event, i == 0 ? cost : (double)NAN, err);
    if (run->hand.count == 0)
        run->idle_since = clock_steady_ms();
    receipt_hint(run);
    run->daemon->queue_dirty = true;
    daemon_session_changed(run->daemon, run->row.session);
    return rc < 0 ? rc : save_hand(run, err);
}

/* A request that is no ask of ours is answered at once: the turn would wait for ever. */
static int apply_request(struct run *run, const struct event *event, struct err *err)
{
    struct buf line;
    int rc;

    if (event->request_id == NULL)
        return 0;
    if (str_equal(event->subtype, "can_use_tool") && !event->oversized)
        return asks_open(run, event, err);
    buf_init(&line, INPUT_LINE_MAX);
    input_refuse(&line, event->request_id,
                 event->oversized ? "the input is too long to be shown to the user"
                                  : "this client does not know the request");
    rc = run_add_line(run, LINE_CONTROL, event->request_id, buf_text(&line), err);
    buf_done(&line);
    return rc;
}

/* The effects of an event that must last; the transaction is open. stopping: the turn of one that
 * was in hand before it was being stopped, and with it the turn of those beside it. */
static int apply_durable(struct run *run, const struct event *event,
                         const struct hand_attempt *ended, int count, bool stopping,
                         struct err *err)
{
    switch (event->kind) {
    case EVENT_INIT:
        return apply_init(run, event, err);
    case EVENT_ECHO:
        receipt_hint(run);
        run->daemon->queue_dirty = true; /* there is room for a prompt that is steered in */
        return save_hand(run, err);
    case EVENT_RESULT:
        return apply_result(run, event, ended, count, stopping, err);
    case EVENT_REQUEST:
        return apply_request(run, event, err);
    case EVENT_WITHDRAWN:
        return asks_withdrawn(run, event->request_id, err);
    case EVENT_RESPONSE:
        return asks_delivered(run, event->request_id, err);
    case EVENT_BACKGROUND:
        run->row.background += event->rejected ? -1 : 1;
        if (run->row.background < 0)
            run->row.background = 0;
        return 0;
    default:
        return 0;
    }
}

static bool must_last(enum event_kind kind)
{
    switch (kind) {
    case EVENT_INIT:
    case EVENT_ECHO:
    case EVENT_RESULT:
    case EVENT_REQUEST:
    case EVENT_WITHDRAWN:
    case EVENT_RESPONSE:
    case EVENT_BACKGROUND:
        return true;
    default:
        return false;
    }
}

int apply_line(struct apply *apply, const char *line, size_t len, int64_t offset, struct err *err)
{
    struct run *run = apply->run;
    struct hand_attempt ended[HAND_MAX];
    struct event event;
    bool stopping = hand_stopping(&run->hand);
    int count = 0, rc = 0;

    event_decode(line, len, &event);
    if (event.kind == EVENT_GARBAGE && len > 0)
        log_line(LOG_DEBUG, "run %s: output that is no JSON at %lld", run->row.run,
                 (long long)offset);
    if (!event.nested || event.kind == EVENT_REQUEST) {
        if (must_last(event.kind))
            rc = need_transaction(apply, err);
        if (rc == 0) {
            hand_apply(&run->hand, &event, offset, ended, &count);
            if (event.kind == EVENT_ANSWER)
                keep_answer(run, &event);
            if (event.kind == EVENT_LIMIT && event.rejected)
                run->limit_reset = event.number;
            rc = apply_durable(run, &event, ended, count, stopping, err);
        }
        live_apply(&run->live, &event, clock_wall_ms());
        daemon_session_changed(run->daemon, run->row.session);
    }
    event_done(&event);
    return rc;
}
