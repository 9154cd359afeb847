#include "protocol/data/attempt.h"

const char *const attempt_why_words[] = {"first", "retry", "continue", NULL};
const char *const attempt_stop_words[] = {"none", "user", "cancel", "timeout", NULL};

#define AT(member) offsetof(struct attempt, member)

const struct field attempt_fields[] = {
    {"attempt", FIELD_TEXT, AT(attempt), NULL},
    {"task", FIELD_TEXT, AT(task), NULL},
    {"number", FIELD_COUNT, AT(number), NULL},
    {"why", FIELD_WORD, AT(why), attempt_why_words},
    {"prompt", FIELD_TEXT, AT(prompt), NULL},
    {"run", FIELD_TEXT, AT(run), NULL},
    {"line_offset", FIELD_COUNT, AT(line_offset), NULL},
    {"line_bytes", FIELD_COUNT, AT(line_bytes), NULL},
    {"handed_at", FIELD_COUNT, AT(handed_at), NULL},
    {"began", FIELD_BOOL, AT(began), NULL},
    {"echoed", FIELD_BOOL, AT(echoed), NULL},
    {"starts", FIELD_COUNT, AT(starts), NULL},
    {"over", FIELD_BOOL, AT(over), NULL},
    {"stop", FIELD_WORD, AT(stop), attempt_stop_words},
    {NULL, FIELD_TEXT, 0, NULL},
};

void attempt_init(struct attempt *attempt)
{
    field_init(attempt_fields, attempt);
}

void attempt_done(struct attempt *attempt)
{
    field_done(attempt_fields, attempt);
}
