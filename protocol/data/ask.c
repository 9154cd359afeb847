#include "protocol/data/ask.h"

const char *const ask_kind_words[] = {"permission", "question", "plan", "login", NULL};
const char *const ask_state_words[] = {"pending",   "answered", "delivered",
                                       "withdrawn", "expired",  NULL};

#define AT(member) offsetof(struct ask, member)

const struct field ask_fields[] = {
    {"ask", FIELD_TEXT, AT(ask), NULL},
    {"task", FIELD_TEXT, AT(task), NULL},
    {"session", FIELD_TEXT, AT(session), NULL},
    {"host", FIELD_TEXT, AT(host), NULL},
    {"kind", FIELD_WORD, AT(kind), ask_kind_words},
    {"tool", FIELD_TEXT, AT(tool), NULL},
    {"input", FIELD_JSON, AT(input), NULL},
    {"full_bytes", FIELD_COUNT, AT(full_bytes), NULL},
    {"summary", FIELD_TEXT, AT(summary), NULL},
    {"suggestions", FIELD_JSON, AT(suggestions), NULL},
    {"state", FIELD_WORD, AT(state), ask_state_words},
    {"created_at", FIELD_TIME, AT(created_at), NULL},
    {"answered_at", FIELD_TIME, AT(answered_at), NULL},
    {"answered_by", FIELD_TEXT, AT(answered_by), NULL},
    {"answer", FIELD_TEXT, AT(answer), NULL},
    {NULL, FIELD_TEXT, 0, NULL},
};

void ask_init(struct ask *ask)
{
    field_init(ask_fields, ask);
}

void ask_done(struct ask *ask)
{
    field_done(ask_fields, ask);
}
