#include "remote/store/run_table.h"

#include "remote/store/row.h"

#include <stdlib.h>

static const char *const run_state_words[] = {"live", "settled", NULL};
static const char *const line_kind_words[] = {"prompt", "answer", "control", NULL};

#define AT(member) offsetof(struct run_row, member)

static const struct field run_fields[] = {
    {"run", FIELD_TEXT, AT(run), NULL},
    {"session", FIELD_TEXT, AT(session), NULL},
    {"state", FIELD_WORD, AT(state), run_state_words},
    {"boot", FIELD_TEXT, AT(boot), NULL},
    {"started_at", FIELD_TIME, AT(started_at), NULL},
    {"settled_at", FIELD_TIME, AT(settled_at), NULL},
    {"out_offset", FIELD_COUNT, AT(out_offset), NULL},
    {"in_bytes", FIELD_COUNT, AT(in_bytes), NULL},
    {"exit", FIELD_TEXT, AT(exit), NULL},
    {"cost_usd", FIELD_MONEY, AT(cost_usd), NULL},
    {"answer", FIELD_TEXT, AT(answer), NULL},
    {"answer_uuid", FIELD_TEXT, AT(answer_uuid), NULL},
    {"background", FIELD_COUNT, AT(background), NULL},
    {"turn_open", FIELD_BOOL, AT(turn_open), NULL},
    {"transcript_at", FIELD_COUNT, AT(transcript_at), NULL},
    {NULL, FIELD_TEXT, 0, NULL},
};

#undef AT
#define AT(member) offsetof(struct line_row, member)

static const struct field line_fields[] = {
    {"run", FIELD_TEXT, AT(run), NULL},
    {"offset", FIELD_COUNT, AT(offset), NULL},
    {"kind", FIELD_WORD, AT(kind), line_kind_words},
    {"ref", FIELD_TEXT, AT(ref), NULL},
    {"handed_at", FIELD_COUNT, AT(handed_at), NULL},
    {"content", FIELD_TEXT, AT(content), NULL},
    {NULL, FIELD_TEXT, 0, NULL},
};

static const struct row_kind run_kind = {"run", run_fields, sizeof(struct run_row)};
static const struct row_kind line_kind = {"line", line_fields, sizeof(struct line_row)};

void run_row_init(struct run_row *run)
{
    field_init(run_fields, run);
}

void run_row_done(struct run_row *run)
{
    field_done(run_fields, run);
}

int run_table_insert(struct store *store, const struct run_row *run, struct err *err)
{
    return row_insert(store, &run_kind, run, err);
}

int run_table_update(struct store *store, const struct run_row *run, struct err *err)
{
    return row_update(store, &run_kind, run, err);
}

int run_table_get(struct store *store, const char *run, struct run_row *ret_run, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(run)};

    return row_get(store, &run_kind, "WHERE run = ?", args, 1, ret_run, err);
}

static int list(struct store *store, const char *rest, const struct row_arg *args, size_t count,
                struct run_row **ret_runs, size_t *ret_count, struct err *err)
{
    void *rows;
    int rc = row_list(store, &run_kind, rest, args, count, &rows, ret_count, err);

    if (rc == 0)
        *ret_runs = rows;
    return rc;
}

int run_table_live(struct store *store, struct run_row **ret_runs, size_t *ret_count,
                   struct err *err)
{
    return list(store, "WHERE state = 'live' ORDER BY started_at", NULL, 0, ret_runs, ret_count,
                err);
}

int run_table_settled_before(struct store *store, int64_t time, struct run_row **ret_runs,
                             size_t *ret_count, struct err *err)
{
    struct row_arg args[] = {ROW_NUMBER(time)};

    return list(store, "WHERE state = 'settled' AND settled_at < ?", args, 1, ret_runs, ret_count,
                err);
}

int run_table_last_of(struct store *store, const char *session, struct run_row *ret_run,
                      struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(session)};

    return row_get(store, &run_kind, "WHERE session = ? ORDER BY started_at DESC LIMIT 1", args, 1,
                   ret_run, err);
}

int run_table_last_settled(struct store *store, const char *session, int64_t *ret_ms,
                           struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(session)};

    return row_run(store, "SELECT coalesce(max(settled_at), -1) FROM run WHERE session = ?", args,
                   1, ret_ms, err);
}

int run_table_delete(struct store *store, const char *run, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(run)};
    int rc = row_run(store, "DELETE FROM line WHERE run = ?", args, 1, NULL, err);

    return rc < 0 ? rc : row_run(store, "DELETE FROM run WHERE run = ?", args, 1, NULL, err);
}

void run_table_free(struct run_row *runs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        run_row_done(&runs[i]);
    free(runs);
}

int line_table_insert(struct store *store, const struct line_row *line, struct err *err)
{
    return row_insert(store, &line_kind, line, err);
}

int line_table_of(struct store *store, const char *run, struct line_row **ret_lines,
                  size_t *ret_count, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(run)};
    void *rows;
    int rc = row_list(store, &line_kind, "WHERE run = ? ORDER BY offset", args, 1, &rows, ret_count,
                      err);

    if (rc == 0)
        *ret_lines = rows;
    return rc;
}

void line_table_free(struct line_row *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        field_done(line_fields, &lines[i]);
    free(lines);
}
