#include "tui/store/outbox_table.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/uuid.h"
#include "tui/store/row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const outbox_entry_state_words[] = {"unsent", "sending", "sent", NULL};

#define AT(member) offsetof(struct outbox_entry, member)

const struct field outbox_entry_fields[] = {
    {"id", FIELD_TEXT, AT(id), NULL},
    {"host", FIELD_TEXT, AT(host), NULL},
    {"state", FIELD_WORD, AT(state), outbox_entry_state_words},
    {"dropping", FIELD_BOOL, AT(dropping), NULL},
    {"prompt", FIELD_TEXT, AT(prompt), NULL},
    {"project", FIELD_TEXT, AT(project), NULL},
    {"session", FIELD_TEXT, AT(session), NULL},
    {"fork", FIELD_BOOL, AT(fork), NULL},
    {"steer", FIELD_BOOL, AT(steer), NULL},
    {"name", FIELD_TEXT, AT(name), NULL},
    {"model", FIELD_TEXT, AT(model), NULL},
    {"permission_mode", FIELD_TEXT, AT(permission_mode), NULL},
    {"at", FIELD_TIME, AT(at), NULL},
    {"timeout_ms", FIELD_COUNT, AT(timeout_ms), NULL},
    {"max_budget_usd", FIELD_MONEY, AT(max_budget_usd), NULL},
    {"created_at", FIELD_TIME, AT(created_at), NULL},
    {"note", FIELD_TEXT, AT(note), NULL},
    {NULL, FIELD_TEXT, 0, NULL},
};

#define COLUMNS                                                                      \
    "id, host, state, dropping, prompt, project, session, fork, steer, name, model," \
    " permission_mode, at, timeout_ms, max_budget_usd, created_at, note"

void outbox_entry_init(struct outbox_entry *entry)
{
    field_init(outbox_entry_fields, entry);
}

void outbox_entry_done(struct outbox_entry *entry)
{
    field_done(outbox_entry_fields, entry);
}

/* All rows of a SELECT of COLUMNS, as an array of the caller's. */
static int read_rows(struct database *database, const char *sql, const char *const *texts,
                     size_t text_count, struct outbox_entry **ret_entries, size_t *ret_count,
                     struct err *err)
{
    struct outbox_entry *entries = NULL;
    size_t count = 0, cap = 0;
    sqlite3_stmt *statement;
    int step, rc = row_prepare(database, sql, texts, text_count, &statement, err);

    if (rc < 0)
        return rc;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        if (count == cap) {
            cap = cap != 0 ? cap * 2 : 8;
            entries = mem_resize(entries, cap, sizeof(*entries));
        }
        outbox_entry_init(&entries[count]);
        row_read(statement, outbox_entry_fields, &entries[count++]);
    }
    if (step != SQLITE_DONE)
        rc = row_error(database, "reading", err);
    sqlite3_finalize(statement);
    for (size_t i = 0; rc < 0 && i < count; i++)
        outbox_entry_done(&entries[i]);
    if (rc < 0) {
        free(entries);
        return rc;
    }
    *ret_entries = entries;
    *ret_count = count;
    return 0;
}

/* What the id stands for: the same id may only ever mean the same. */
static bool same_wish(const struct outbox_entry *a, const struct outbox_entry *b)
{
    return str_equal(a->host, b->host) && str_equal(a->prompt, b->prompt) &&
           str_equal(a->project, b->project) && str_equal(a->session, b->session) &&
           a->fork == b->fork;
}

static int check_known(struct database *database, struct outbox_entry *entry, struct err *err)
{
    struct outbox_entry known;
    int rc = outbox_table_get(database, entry->id, &known, err);

    if (rc < 0)
        return rc;
    if (!same_wish(&known, entry) || known.dropping) {
        rc = err_set(err, ERR_CONFLICT, "id %s was used for another prompt, for %s (%s)", entry->id,
                     known.host, outbox_entry_state_words[known.state]);
        err_next(err, "leave --id out, or look at the outbox");
    }
    entry->state = known.state;
    outbox_entry_done(&known);
    return rc;
}

int outbox_table_add(struct database *database, struct outbox_entry *entry, bool *ret_known,
                     struct err *err)
{
    static const char sql[] = "INSERT INTO outbox (" COLUMNS ") VALUES"
                              " (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO NOTHING";
    sqlite3_stmt *statement;
    int rc = row_prepare(database, sql, NULL, 0, &statement, err);

    if (rc < 0)
        return rc;
    row_bind(statement, outbox_entry_fields, entry);
    if (sqlite3_step(statement) != SQLITE_DONE)
        rc = row_error(database, "writing", err);
    sqlite3_finalize(statement);
    if (rc < 0)
        return rc;
    *ret_known = sqlite3_changes(database->sqlite) == 0;
    return *ret_known ? check_known(database, entry, err) : 0;
}

static int refuse_several(const char *ending, const struct outbox_entry *entries, size_t count,
                          struct err *err)
{
    struct buf list;

    buf_init(&list, ERR_NEXT_SIZE - 1);
    for (size_t i = 0; i < count; i++)
        buf_printf(&list, "%s%s", i > 0 ? " " : "one of ", entries[i].id);
    err_set(err, ERR_INVALID, "%s is how several prompts in the outbox end", ending);
    err_next(err, "%s", buf_text(&list));
    buf_done(&list);
    return -ERR_INVALID;
}

int outbox_table_get(struct database *database, const char *ending, struct outbox_entry *ret_entry,
                     struct err *err)
{
    struct outbox_entry *entries;
    size_t count;
    int rc;

    if (strlen(ending) < UUID_MIN_ENDING)
        return err_set(err, ERR_INVALID, "%s: give at least the last %d characters of the id",
                       ending, UUID_MIN_ENDING);
    rc = read_rows(database,
                   "SELECT " COLUMNS " FROM outbox WHERE substr(id, -length(?1)) = lower(?1)"
                   " ORDER BY created_at, id LIMIT 8",
                   &ending, 1, &entries, &count, err);
    if (rc < 0)
        return rc;
    if (count == 0)
        rc = err_set(err, ERR_NOT_FOUND, "%s: no such prompt in the outbox", ending);
    else if (count > 1)
        rc = refuse_several(ending, entries, count, err);
    for (size_t i = rc == 0 ? 1 : 0; i < count; i++)
        outbox_entry_done(&entries[i]);
    if (rc == 0)
        *ret_entry = entries[0];
    free(entries);
    return rc;
}

int outbox_table_list(struct database *database, const char *host, bool sent,
                      struct outbox_entry **ret_entries, size_t *ret_count, struct err *err)
{
    const char *const texts[] = {host, sent ? "sent" : NULL};

    return read_rows(database,
                     "SELECT " COLUMNS " FROM outbox WHERE (?1 IS NULL OR host = ?1)"
                     " AND (state IN ('unsent', 'sending') OR state = ?2) ORDER BY created_at, id",
                     texts, 2, ret_entries, ret_count, err);
}

/* Runs a statement that must change the row of that id, ?1. */
static int change(struct database *database, const char *sql, const char *id, const char *text,
                  struct err *err)
{
    const char *const texts[] = {id, text};
    struct outbox_entry entry;
    int changed, rc = row_run(database, sql, texts, 2, &changed, err);

    if (rc < 0 || changed > 0)
        return rc;
    rc = outbox_table_get(database, id, &entry, err);
    if (rc < 0)
        return rc;
    err_set(err, ERR_CONFLICT, "prompt %s is %s", uuid_short(entry.id),
            entry.dropping ? "being dropped" : outbox_entry_state_words[entry.state]);
    outbox_entry_done(&entry);
    return -ERR_CONFLICT;
}

int outbox_table_sending(struct database *database, const char *id, struct err *err)
{
    return change(database,
                  "UPDATE outbox SET state = 'sending', note = ?2 WHERE id = ?1"
                  " AND state IN ('unsent', 'sending') AND NOT dropping",
                  id, NULL, err);
}

int outbox_table_unsent(struct database *database, const char *id, const char *note,
                        struct err *err)
{
    return change(database,
                  "UPDATE outbox SET state = 'unsent', note = ?2 WHERE id = ?1"
                  " AND state IN ('unsent', 'sending') AND NOT dropping",
                  id, note, err);
}

int outbox_table_sent(struct database *database, const char *id, struct err *err)
{
    char max[32];
    const char *const texts[] = {max};
    int rc =
        change(database, "UPDATE outbox SET state = 'sent', note = ?2, dropping = 0 WHERE id = ?1",
               id, NULL, err);

    if (rc < 0)
        return rc;
    snprintf(max, sizeof(max), "%d", OUTBOX_TABLE_SENT_MAX);
    return row_run(database,
                   "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state = 'sent'"
                   " ORDER BY created_at DESC, id DESC LIMIT -1 OFFSET CAST(?1 AS INTEGER))",
                   texts, 1, NULL, err);
}

int outbox_table_note(struct database *database, const char *id, const char *note, struct err *err)
{
    return change(database, "UPDATE outbox SET note = ?2 WHERE id = ?1", id, note, err);
}

int outbox_table_drop(struct database *database, const char *id, struct err *err)
{
    return change(database, "DELETE FROM outbox WHERE id = ?1 AND state = 'unsent' AND ?2 IS NULL",
                  id, NULL, err);
}

int outbox_table_dropping(struct database *database, const char *id, struct err *err)
{
    return change(database,
                  "UPDATE outbox SET dropping = 1, note = ?2 WHERE id = ?1 AND state = 'sending'",
                  id, NULL, err);
}

int outbox_table_forget(struct database *database, const char *id, struct err *err)
{
    const char *const texts[] = {id};

    return row_run(database, "DELETE FROM outbox WHERE id = ?1", texts, 1, NULL, err);
}

int outbox_table_move(struct database *database, const char *id, const char *host,
                      bool may_run_twice, struct err *err)
{
    return change(database,
                  may_run_twice
                      ? "UPDATE outbox SET host = ?2, state = 'unsent', dropping = 0, note = NULL"
                        " WHERE id = ?1 AND state IN ('unsent', 'sending')"
                      : "UPDATE outbox SET host = ?2, note = NULL"
                        " WHERE id = ?1 AND state = 'unsent'",
                  id, host, err);
}

int outbox_table_edit(struct database *database, const char *id, const char *prompt,
                      struct err *err)
{
    return change(database, "UPDATE outbox SET prompt = ?2 WHERE id = ?1 AND state = 'unsent'", id,
                  prompt, err);
}
