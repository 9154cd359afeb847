#include "remote/store/schema.h"

#include <stddef.h>

static const char step_1[] =
    "CREATE TABLE task ("
    " task TEXT PRIMARY KEY, session TEXT, host TEXT, state TEXT NOT NULL, prompt TEXT,"
    " project TEXT, name TEXT, model TEXT, permission_mode TEXT, steer INTEGER, fork_of TEXT,"
    " created_at INTEGER, started_at INTEGER, ended_at INTEGER, accepted INTEGER, saved INTEGER,"
    " attempts INTEGER, result TEXT, error_code TEXT, error_message TEXT, error_next TEXT,"
    " reason TEXT, until INTEGER, timeout_ms INTEGER, max_budget_usd REAL, cost_usd REAL,"
    " duration_ms INTEGER,"
    " position INTEGER);"
    "CREATE INDEX task_by_state ON task (state, position);"
    "CREATE INDEX task_by_session ON task (session, position);"
    "CREATE TABLE attempt ("
    " attempt TEXT PRIMARY KEY, task TEXT NOT NULL, number INTEGER, why TEXT, prompt TEXT,"
    " run TEXT, line_offset INTEGER, line_bytes INTEGER, handed_at INTEGER, began INTEGER,"
    " echoed INTEGER, starts INTEGER, over INTEGER);"
    "CREATE INDEX attempt_by_task ON attempt (task, number);"
    "CREATE INDEX attempt_by_run ON attempt (run);"
    "CREATE TABLE run ("
    " run TEXT PRIMARY KEY, session TEXT NOT NULL, state TEXT NOT NULL, boot TEXT,"
    " started_at INTEGER, settled_at INTEGER, out_offset INTEGER, in_bytes INTEGER,"
    " exit TEXT, cost_usd REAL, answer TEXT, answer_uuid TEXT, background INTEGER, turn_open "
    "INTEGER,"
    " transcript_at INTEGER);"
    "CREATE INDEX run_by_state ON run (state);"
    "CREATE TABLE line ("
    " run TEXT NOT NULL, offset INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT,"
    " handed_at INTEGER, content TEXT NOT NULL, PRIMARY KEY (run, offset)) WITHOUT ROWID;"
    "CREATE TABLE ask ("
    " ask TEXT PRIMARY KEY, task TEXT, session TEXT, host TEXT, kind TEXT, tool TEXT, input TEXT,"
    " full_bytes INTEGER, summary TEXT, suggestions TEXT, state TEXT NOT NULL,"
    " created_at INTEGER, answered_at INTEGER, answered_by TEXT, answer TEXT,"
    " run TEXT, request_id TEXT);"
    "CREATE INDEX ask_by_state ON ask (state, created_at);"
    "CREATE INDEX ask_by_request ON ask (run, request_id);"
    "CREATE TABLE session ("
    " session TEXT PRIMARY KEY, project TEXT, title TEXT, model TEXT, permission_mode TEXT,"
    " origin TEXT, note TEXT, created_at INTEGER, last_activity INTEGER);"
    "CREATE TABLE audit ("
    " at INTEGER, who TEXT, scope TEXT, method TEXT, target TEXT, outcome TEXT);"
    "CREATE TABLE taken (id TEXT PRIMARY KEY, why TEXT) WITHOUT ROWID;";

/* Why a turn is being stopped outlives the daemon that was told so. */
static const char step_2[] = "ALTER TABLE attempt ADD COLUMN stop TEXT NOT NULL DEFAULT 'none';";

const char *const schema_steps[] = {step_1, step_2, NULL};
