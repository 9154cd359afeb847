#include "remote/store/attempt_table.h"

#include "remote/store/row.h"

#include "protocol/base/mem.h"

#include <stdlib.h>

static const struct row_kind kind = {"attempt", attempt_fields, sizeof(struct attempt)};

int attempt_table_insert(struct store *store, const struct attempt *attempt, struct err *err)
{
    return row_insert(store, &kind, attempt, err);
}

int attempt_table_update(struct store *store, const struct attempt *attempt, struct err *err)
{
    return row_update(store, &kind, attempt, err);
}

int attempt_table_get(struct store *store, const char *uuid, struct attempt *ret_attempt,
                      struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(uuid)};

    return row_get(store, &kind, "WHERE attempt = ?", args, 1, ret_attempt, err);
}

int attempt_table_last(struct store *store, const char *task, struct attempt *ret_attempt,
                       struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(task)};

    return row_get(store, &kind, "WHERE task = ? ORDER BY number DESC LIMIT 1", args, 1,
                   ret_attempt, err);
}

int attempt_table_first_of(struct store *store, const char *run, struct attempt *ret_attempt,
                           struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(run)};

    return row_get(store, &kind, "WHERE run = ? AND line_offset = 0", args, 1, ret_attempt, err);
}

static int list(struct store *store, const char *rest, const char *run,
                struct attempt **ret_attempts, size_t *ret_count, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(run)};
    void *rows;
    int rc = row_list(store, &kind, rest, args, 1, &rows, ret_count, err);

    if (rc == 0)
        *ret_attempts = rows;
    return rc;
}

int attempt_table_open_of(struct store *store, const char *run, struct attempt **ret_attempts,
                          size_t *ret_count, struct err *err)
{
    return list(store, "WHERE run = ? AND over = 0 ORDER BY line_offset", run, ret_attempts,
                ret_count, err);
}

int attempt_table_unaccepted_of(struct store *store, const char *run, struct attempt **ret_attempts,
                                size_t *ret_count, struct err *err)
{
    return list(store,
                "WHERE run = ? AND task IN (SELECT task FROM task WHERE accepted IS NULL)"
                " ORDER BY line_offset",
                run, ret_attempts, ret_count, err);
}

int attempt_table_unsaved_of(struct store *store, const char *run, struct attempt **ret_attempts,
                             size_t *ret_count, struct err *err)
{
    return list(store,
                "WHERE run = ? AND over = 1 AND task IN"
                " (SELECT task FROM task WHERE saved IS NULL AND state = 'completed')"
                " ORDER BY line_offset",
                run, ret_attempts, ret_count, err);
}

void attempt_table_free(struct attempt *attempts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        attempt_done(&attempts[i]);
    free(attempts);
}
