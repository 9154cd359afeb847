#include "protocol/data/session.h"

const char *const session_state_words[] = {"idle", "queued", "running", "waiting", "busy", NULL};

#define AT(member) offsetof(struct session, member)

const struct field session_fields[] = {
    {"session", FIELD_TEXT, AT(session), NULL},
    {"host", FIELD_TEXT, AT(host), NULL},
    {"state", FIELD_WORD, AT(state), session_state_words},
    {"holder.pid", FIELD_COUNT, AT(holder_pid), NULL},
    {"holder.name", FIELD_TEXT, AT(holder_name), NULL},
    {"project", FIELD_TEXT, AT(project), NULL},
    {"title", FIELD_TEXT, AT(title), NULL},
    {"first_prompt", FIELD_TEXT, AT(first_prompt), NULL},
    {"last_activity", FIELD_TIME, AT(last_activity), NULL},
    {"items", FIELD_COUNT, AT(items), NULL},
    {"bytes", FIELD_COUNT, AT(bytes), NULL},
    {"model", FIELD_TEXT, AT(model), NULL},
    {"entrypoint", FIELD_TEXT, AT(entrypoint), NULL},
    {"branch", FIELD_TEXT, AT(branch), NULL},
    {"tokens.input", FIELD_COUNT, AT(tokens_input), NULL},
    {"tokens.output", FIELD_COUNT, AT(tokens_output), NULL},
    {"tokens.cache_read", FIELD_COUNT, AT(tokens_cache_read), NULL},
    {"tokens.cache_write", FIELD_COUNT, AT(tokens_cache_write), NULL},
    {"cost_usd", FIELD_MONEY, AT(cost_usd), NULL},
    {"note", FIELD_TEXT, AT(note), NULL},
    {NULL, FIELD_TEXT, 0, NULL},
};

void session_init(struct session *session)
{
    field_init(session_fields, session);
}

void session_done(struct session *session)
{
    field_done(session_fields, session);
}
