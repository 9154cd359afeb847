#include "protocol/data/task.h"

const char *const task_state_words[] = {"queued",    "delayed",     "running",
                                        "waiting",   "completed",   "failed",
                                        "cancelled", "interrupted", NULL};

#define AT(member) offsetof(struct task, member)

const struct field task_fields[] = {
    {"task", FIELD_TEXT, AT(task), NULL},
    {"session", FIELD_TEXT, AT(session), NULL},
    {"host", FIELD_TEXT, AT(host), NULL},
    {"state", FIELD_WORD, AT(state), task_state_words},
    {"prompt", FIELD_TEXT, AT(prompt), NULL},
    {"project", FIELD_TEXT, AT(project), NULL},
    {"name", FIELD_TEXT, AT(name), NULL},
    {"model", FIELD_TEXT, AT(model), NULL},
    {"permission_mode", FIELD_TEXT, AT(permission_mode), NULL},
    {"steer", FIELD_BOOL, AT(steer), NULL},
    {"fork_of", FIELD_TEXT, AT(fork_of), NULL},
    {"created_at", FIELD_TIME, AT(created_at), NULL},
    {"started_at", FIELD_TIME, AT(started_at), NULL},
    {"ended_at", FIELD_TIME, AT(ended_at), NULL},
    {"accepted", FIELD_TIME, AT(accepted), NULL},
    {"saved", FIELD_TIME, AT(saved), NULL},
    {"attempts", FIELD_COUNT, AT(attempts), NULL},
    {"result", FIELD_TEXT, AT(result), NULL},
    {"error.code", FIELD_TEXT, AT(error_code), NULL},
    {"error.message", FIELD_TEXT, AT(error_message), NULL},
    {"error.next", FIELD_TEXT, AT(error_next), NULL},
    {"reason", FIELD_TEXT, AT(reason), NULL},
    {"until", FIELD_TIME, AT(until), NULL},
    {"timeout_ms", FIELD_COUNT, AT(timeout_ms), NULL},
    {"max_budget_usd", FIELD_MONEY, AT(max_budget_usd), NULL},
    {"cost_usd", FIELD_MONEY, AT(cost_usd), NULL},
    {"duration_ms", FIELD_COUNT, AT(duration_ms), NULL},
    {NULL, FIELD_TEXT, 0, NULL},
};

void task_init(struct task *task)
{
    field_init(task_fields, task);
}

void task_done(struct task *task)
{
    field_done(task_fields, task);
}

bool task_ended(int state)
{
    return state >= TASK_COMPLETED;
}
