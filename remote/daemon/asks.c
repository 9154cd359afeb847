#include "remote/daemon/asks.h"

#include "remote/agent/input.h"
#include "remote/store/ask_table.h"
#include "remote/store/task_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/utf8.h"
#include "protocol/json.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/random.h"

#include <stdlib.h>
#include <string.h>

static int ask_kind_of(const char *tool)
{
    return str_equal(tool, "AskUserQuestion") ? ASK_QUESTION
           : str_equal(tool, "ExitPlanMode")  ? ASK_PLAN
                                              : ASK_PERMISSION;
}

/* A task that waits runs again when nothing of it is pending, and the reverse. */
static int set_waiting(struct daemon *daemon, const char *id, bool waiting, struct err *err)
{
    struct task task;
    int rc;

    if (id == NULL)
        return 0;
    rc = task_table_get(daemon->store, id, &task, err);
    if (rc < 0)
        return rc;
    /* One that is queued again meanwhile waits for no answer of this run. */
    if (task.state == TASK_RUNNING || task.state == TASK_WAITING) {
        task.state = waiting ? TASK_WAITING : TASK_RUNNING;
        rc = task_table_update(daemon->store, &task, err);
        daemon_task_changed(daemon, id);
    }
    task_done(&task);
    return rc;
}

/* What is shown and sent back. Since 2.1.290 the request for a plan comes without the plan,
 * which stands in the call before it. */
static const char *input_of(const struct run *run, const struct event *event)
{
    if (ask_kind_of(event->tool) == ASK_PLAN && run->plan != NULL &&
        (event->input == NULL || strcmp(event->input, "{}") == 0))
        return run->plan;
    return event->input != NULL ? event->input : "{}";
}

int asks_open(struct run *run, const struct event *event, struct err *err)
{
    struct daemon *daemon = run->daemon;
    const char *input = input_of(run, event);
    char id[UUID_SIZE];
    struct ask ask;
    int rc;

    if (ask_table_by_request(daemon->store, run->row.run, event->request_id, &ask, NULL) == 0) {
        ask_done(&ask);
        return 0;
    }
    ask_init(&ask);
    random_uuid(id);
    ask.ask = mem_dup(id);
    ask.task = run->hand.count > 0 ? mem_dup(run->hand.attempts[0].task) : NULL;
    ask.session = mem_dup(run->row.session);
    ask.kind = ask_kind_of(event->tool);
    ask.tool = mem_dup(event->tool);
    ask.input = mem_dup(input);
    ask.full_bytes = (int64_t)strlen(ask.input);
    ask.summary = event_tool_summary(event->tool, input);
    ask.suggestions = mem_dup(event->suggestions);
    ask.created_at = clock_wall_ms();
    rc = ask_table_insert(daemon->store, &ask, run->row.run, event->request_id, err);
    if (rc == 0)
        rc = set_waiting(daemon, ask.task, true, err);
    daemon_ask_changed(daemon, ask.ask);
    ask_done(&ask);
    return rc;
}

/* Takes the ask out of the way in that state; its task runs again when nothing is pending. */
static int close_ask(struct daemon *daemon, const char *run, struct ask *ask, int state,
                     struct err *err)
{
    struct ask *others;
    size_t count, pending = 0;
    int rc;

    ask->state = state;
    rc = ask_table_update(daemon->store, ask, err);
    daemon_ask_changed(daemon, ask->ask);
    if (rc < 0 || (rc = ask_table_open_of(daemon->store, run, &others, &count, err)) < 0)
        return rc;
    for (size_t i = 0; i < count; i++)
        pending += others[i].state == ASK_PENDING;
    ask_table_free(others, count);
    return pending == 0 ? set_waiting(daemon, ask->task, false, err) : 0;
}

static int move(struct run *run, const char *request_id, int from, int state, struct err *err)
{
    struct ask ask;
    int rc = 0;

    if (request_id == NULL ||
        ask_table_by_request(run->daemon->store, run->row.run, request_id, &ask, NULL) < 0)
        return 0;
    if (ask.state <= from)
        rc = close_ask(run->daemon, run->row.run, &ask, state, err);
    ask_done(&ask);
    return rc;
}

int asks_withdrawn(struct run *run, const char *request_id, struct err *err)
{
    return move(run, request_id, ASK_ANSWERED, ASK_WITHDRAWN, err);
}

int asks_delivered(struct run *run, const char *request_id, struct err *err)
{
    return move(run, request_id, ASK_ANSWERED, ASK_DELIVERED, err);
}

int asks_expire(struct daemon *daemon, const char *run, struct err *err)
{
    struct ask *asks;
    size_t count;
    int rc = ask_table_open_of(daemon->store, run, &asks, &count, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; rc == 0 && i < count; i++) {
        asks[i].state = ASK_EXPIRED;
        rc = ask_table_update(daemon->store, &asks[i], err);
        daemon_ask_changed(daemon, asks[i].ask);
    }
    ask_table_free(asks, count);
    return rc;
}

/* Why an ask can be answered no more, for the one who came late. */
static int refuse_late(const struct ask *ask, struct err *err)
{
    char time[STR_TIME_SIZE];

    if (ask->state == ASK_WITHDRAWN)
        return err_set(err, ERR_CONFLICT, "Claude took the question back");
    if (ask->state == ASK_EXPIRED)
        return err_set(err, ERR_CONFLICT, "the run that asked is over");
    str_time(ask->answered_at, time);
    return err_set(err, ERR_CONFLICT, "%s answered first: %s, at %s",
                   ask->answered_by != NULL ? ask->answered_by : "somebody",
                   ask->answer != NULL ? ask->answer : "?", time);
}

static int commit_answer(struct daemon *daemon, struct run *run, struct ask *ask, const char *line,
                         struct err *err)
{
    int rc = store_begin(daemon->store, err);

    if (rc < 0)
        return rc;
    rc = close_ask(daemon, run->row.run, ask, ASK_ANSWERED, err);
    if (rc == 0)
        rc = run_add_line(run, LINE_ANSWER, ask->ask, line, err);
    rc = store_end(daemon->store, rc, err);
    if (rc < 0)
        run_reload(run);
    return rc;
}

int asks_answer(struct daemon *daemon, const char *id, const struct answer_choice *choice,
                const char *who, struct ask *ret_ask, struct err *err)
{
    char *run_id = NULL, *request_id = NULL, *said = NULL;
    struct buf line;
    struct run *run;
    struct ask ask;
    int rc = ask_table_find(daemon->store, id, &ask, err);

    if (rc < 0)
        return rc;
    buf_init(&line, INPUT_LINE_MAX);
    if (ask.state != ASK_PENDING) {
        rc = refuse_late(&ask, err);
        goto done;
    }
    rc = ask_table_route(daemon->store, ask.ask, &run_id, &request_id, err);
    if (rc < 0)
        goto done;
    run = run_find(daemon, run_id);
    if (run == NULL || run->phase == RUN_ORPHANED) {
        rc = err_set(err, ERR_CONFLICT, "the run that asked is over");
        goto done;
    }
    rc = answer_line(&line, &ask, request_id, choice, &said, err);
    if (rc < 0)
        goto done;
    ask.answered_at = clock_wall_ms();
    mem_set(&ask.answered_by, who);
    mem_set(&ask.answer, said);
    rc = commit_answer(daemon, run, &ask, buf_text(&line), err);
    if (rc == 0)
        run_flush(run);
done:
    free(run_id);
    free(request_id);
    free(said);
    buf_done(&line);
    if (rc == 0)
        *ret_ask = ask;
    else
        ask_done(&ask);
    return rc;
}

void asks_cut_input(struct ask *ask, size_t max)
{
    struct json *cut;
    char *beginning;

    if (ask->input == NULL || strlen(ask->input) <= max)
        return;
    beginning = mem_dup_n(ask->input, utf8_cut(ask->input, strlen(ask->input), max));
    cut = json_new_text(beginning);
    free(ask->input);
    ask->input = json_text_of(cut);
    json_drop(cut);
    free(beginning);
}
