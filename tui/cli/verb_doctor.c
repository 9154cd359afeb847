#include "tui/cli/run.h"
#include "tui/cli/terminal.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/paths.h"
#include "protocol/sys/settings.h"
#include "tui/store/outbox_table.h"

#include <stdlib.h>

#define CLOCK_SKEW_MS (60 * 1000)

enum check_state { CHECK_PASS, CHECK_WARN, CHECK_FAIL };

struct doctor {
    struct cli *cli;
    int failed;
    int status; /* the exit status of the failure that says most, 0: none */
};

static void report(struct doctor *d, const char *name, enum check_state state, const char *text,
                   const char *next)
{
    static const char *const words[] = {"pass", "warn", "fail"};
    static const char *const shown[] = {"PASS", "WARN", "FAIL"};
    static const enum output_style styles[] = {OUTPUT_GOOD, OUTPUT_WAITS, OUTPUT_BAD};

    d->failed += state == CHECK_FAIL;
    if (d->cli->json) {
        struct json *json = cli_params("name", name);

        json_put_text(json, "state", words[state]);
        json_put_text(json, "text", text);
        json_put_text(json, "next", next != NULL && *next != '\0' ? next : NULL);
        output_json(json);
        return;
    }
    output_line(stdout, styles[state], "%s %s: %s", shown[state], name, text);
    if (next != NULL && *next != '\0' && state != CHECK_PASS)
        output_line(stdout, OUTPUT_PLAIN, "     %s", next);
}

static void report_err(struct doctor *d, const char *name, const struct err *err)
{
    report(d, name, CHECK_FAIL, err->what, err->next);
}

static void check_setting(void *context, const char *key, const char *value)
{
    struct doctor *d = context;
    const struct setting *setting = setting_find(key);
    struct err err = {.code = ERR_NONE};

    if (setting == NULL) {
        char *text = mem_printf("%s is no setting of this version", key);

        report(d, "configuration", CHECK_WARN, text, "unset it, or look for a typing error");
        free(text);
    } else if (setting_check(setting, key, value, &err) < 0) {
        report(d, "configuration", CHECK_FAIL, err.what, setting->help);
    }
}

static void check_outbox(struct doctor *d)
{
    struct cli *cli = d->cli;
    struct outbox_entry *entries;
    size_t count, may_have = 0;
    char *text;
    struct err err;

    if (paths_private_folder(cli->state_folder, &err) < 0 || cli_open_outbox(cli, &err) < 0 ||
        outbox_table_list(cli->outbox, NULL, false, &entries, &count, &err) < 0) {
        report_err(d, "outbox", &err);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        may_have += entries[i].state == OUTBOX_ENTRY_SENDING;
        outbox_entry_done(&entries[i]);
    }
    free(entries);
    text = mem_printf("%s, %d prompts wait, %d may have arrived", cli->state_folder, (int)count,
                      (int)may_have);
    report(d, "outbox", count > 0 ? CHECK_WARN : CHECK_PASS, text,
           count > 0 ? "send them: outbox flush" : NULL);
    free(text);
}

static enum check_state state_of(const char *word)
{
    return str_equal(word, "pass") ? CHECK_PASS : str_equal(word, "warn") ? CHECK_WARN : CHECK_FAIL;
}

static void check_clock(struct doctor *d, const struct peer_host *host)
{
    int64_t ahead = host->time_offset - (clock_wall_ms() - clock_steady_ms());
    char *text;

    if (host->time_offset == 0 || (ahead < CLOCK_SKEW_MS && ahead > -CLOCK_SKEW_MS))
        return;
    text = mem_printf("the host's clock is %d s %s this one",
                      (int)(ahead < 0 ? -ahead : ahead) / 1000, ahead < 0 ? "behind" : "ahead of");
    report(d, "clock", CHECK_WARN, text, "set the clocks: ages and start times are wrong");
    free(text);
}

static void check_host(struct doctor *d)
{
    struct cli *cli = d->cli;
    const struct json *checks;
    const struct peer_host *host;
    struct json *answer;
    struct err err;
    char *text;

    if (cli_connect(cli, &err) < 0) {
        d->status = err_exit_status(err.code);
        report_err(d, "connection", &err);
        return;
    }
    host = host_link_host(cli->link);
    text = mem_printf("%s: ccr-remote %s, protocol %d, scope %s", cli->host.name, host->build,
                      host->protocol, scope_words[host->scope]);
    report(d, "connection", CHECK_PASS, text, NULL);
    free(text);
    check_clock(d, host);
    if (cli_query(cli, "host/check", NULL, &answer, &err) < 0) {
        d->status = err_exit_status(err.code);
        report_err(d, "host", &err);
        return;
    }
    checks = json_get(answer, "checks");
    for (size_t i = 0; i < json_count(checks); i++) {
        const struct json *check = json_at(checks, i);
        const char *name = json_get_text(check, "name"), *said = json_get_text(check, "text");

        report(d, name != NULL ? name : "host", state_of(json_get_text(check, "state")),
               said != NULL ? said : "", json_get_text(check, "next"));
    }
    json_drop(answer);
}

int run_doctor(struct cli *cli, const struct args *args, struct err *err)
{
    struct doctor d = {.cli = cli};
    const char *host = args->count > 0 ? args->words[0] : args->host;
    int rc;

    if (args->count > 0 && args->host != NULL && !str_equal(args->host, args->words[0]))
        return err_set(err, ERR_INVALID, "doctor: %.60s and -H exclude each other", args->words[0]);
    report(&d, "client", CHECK_PASS, CCR_BUILD, NULL);
    report(&d, "configuration", CHECK_PASS, cli->config_path, NULL);
    config_each(cli->config, check_setting, &d);
    check_outbox(&d);
    if ((rc = cli_pick_host(cli, host, err)) < 0)
        return rc;
    check_host(&d);
    if (terminal_interrupted())
        return err_set(err, ERR_INTERRUPTED, "interrupted");
    return d.status != 0 ? d.status : d.failed > 0 ? 1 : 0;
}
