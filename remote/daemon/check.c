#include "remote/daemon/check.h"

#include "remote/daemon/run.h"

#include "protocol/base/mem.h"
#include "protocol/sys/paths.h"

#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define SPACE_LOW (INT64_C(256) << 20)

static void add(struct json *checks, const char *name, const char *state, char *text,
                const char *next)
{
    struct json *check = json_new_object();

    json_put_text(check, "name", name);
    json_put_text(check, "state", state);
    json_put_text(check, "text", text);
    json_put_text(check, "next", next);
    json_append(checks, check);
    free(text);
}

static void check_state(struct daemon *daemon, struct json *checks)
{
    const char *folder = daemon->settings.state;
    struct statvfs disk;
    struct err err;
    int64_t space =
        statvfs(folder, &disk) == 0 ? (int64_t)disk.f_bavail * (int64_t)disk.f_frsize : -1;

    if (paths_private_folder(folder, &err) < 0)
        add(checks, "state folder", "fail", mem_dup(err.what), err.next);
    else
        add(checks, "state folder", "pass", mem_dup(folder), NULL);
    add(checks, "space", space >= 0 && space < SPACE_LOW ? "warn" : "pass",
        mem_printf("%lld MiB free", (long long)(space >> 20)),
        space >= 0 && space < SPACE_LOW ? "free some space" : NULL);
    if (daemon->storage_until != 0)
        add(checks, "storage", "fail", mem_dup(daemon->storage_reason), "free some space");
}

static void check_claude(struct daemon *daemon, struct json *checks)
{
    const char *program = daemon->settings.agent[0];

    if (access(program, X_OK) == 0)
        add(checks, "claude", "pass", mem_dup(program), NULL);
    else
        add(checks, "claude", "fail", mem_printf("%s is not there", program),
            "install Claude Code on this host, or set agent.command");
}

static void check_runs(struct daemon *daemon, struct json *checks)
{
    int live = 0, working = 0;

    for (const struct run *run = daemon->runs; run != NULL; run = run->next) {
        live++;
        working += run->hand.count > 0;
    }
    add(checks, "runs", "pass",
        mem_printf("%d processes, %d at work, %lld slots", live, working,
                   (long long)daemon->settings.slots),
        NULL);
}

struct json *check_all(struct daemon *daemon)
{
    struct json *checks = json_new_array();

    add(checks, "daemon", "pass", mem_printf("build %s, pid %ld", daemon->build, (long)getpid()),
        NULL);
    check_state(daemon, checks);
    check_claude(daemon, checks);
    check_runs(daemon, checks);
    return checks;
}
