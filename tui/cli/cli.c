#include "tui/cli/cli.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/uuid.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/paths.h"
#include "protocol/wire.h"
#include "tui/cli/terminal.h"
#include "tui/net/route.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A folder that may begin with "~/". */
static char *expand_home(const char *path)
{
    char *home = str_starts(path, "~/") ? paths_home() : NULL;
    char *whole = home != NULL ? paths_join(home, path + 2) : mem_dup(path);

    free(home);
    return whole;
}

int cli_configure(struct cli *cli, struct err *err)
{
    char *folder;
    int rc;

    cli->config_path = paths_config_file();
    if ((rc = config_open(cli->config_path, &cli->config, err)) < 0)
        return err_next(err, "mend the file, or name another one in CCR_CONFIG"), rc;
    folder = config_text(cli->config, "state.folder");
    cli->state_folder = folder != NULL ? expand_home(folder) : paths_state_folder();
    free(folder);
    return 0;
}

void cli_done(struct cli *cli)
{
    cli_disconnect(cli);
    host_done(&cli->host);
    database_free(cli->outbox);
    config_free(cli->config);
    free(cli->config_path);
    free(cli->state_folder);
}

static char *host_setting(const struct cli *cli, const char *name, const char *member)
{
    char *key = mem_printf("host.%s.%s", name, member), *text = config_text(cli->config, key);

    free(key);
    return text;
}

static char *host_file(const struct cli *cli, const char *name, const char *member)
{
    char *text = host_setting(cli, name, member);
    char *path = text != NULL ? expand_home(text) : NULL;

    free(text);
    return path;
}

/* Fills the profile with what is configured. */
static int read_profile(const struct cli *cli, const char *name, struct host *host, struct err *err)
{
    char *port = host_setting(cli, name, "port");
    int rc = 0;

    host->name = mem_dup(name);
    host->address = host_setting(cli, name, "address");
    host->identity = host_file(cli, name, "identity");
    host->known_hosts = host_file(cli, name, "known-hosts");
    host->jump = host_setting(cli, name, "jump");
    host->runner = host_setting(cli, name, "runner");
    if (port != NULL && !str_number(port, 1, 65535, &host->port)) {
        rc = err_set(err, ERR_INVALID, "host.%s.port: %.20s is no port", name, port);
        err_next(err, "set it to a number from 1 to 65535");
    }
    free(port);
    return rc;
}

int cli_profile(struct cli *cli, const char *name, struct host *ret_host, struct err *err)
{
    int rc;

    if (!host_name_valid(name))
        return err_set(err, ERR_INVALID, "%.80s: not a host's name", name);
    host_init(ret_host);
    rc = read_profile(cli, name, ret_host, err);
    if (rc == 0 && ret_host->address == NULL && ret_host->runner == NULL &&
        !str_equal(name, HOST_LOCAL)) {
        rc = err_set(err, ERR_NOT_FOUND, "no such host: %s", name);
        err_next(err, "%s host add %s ADDRESS", cli->name, name);
    }
    if (rc < 0)
        host_done(ret_host);
    return rc;
}

int cli_pick_host(struct cli *cli, const char *name, struct err *err)
{
    char *configured = name == NULL ? config_text(cli->config, "default.host") : NULL;
    struct host host;
    int rc;

    if (name == NULL)
        name = configured != NULL ? configured : HOST_LOCAL;
    rc = cli_profile(cli, name, &host, err);
    free(configured);
    if (rc < 0)
        return rc;
    cli_disconnect(cli);
    host_done(&cli->host);
    cli->host = host;
    return 0;
}

static char *ask_user(void *context, const char *question, bool secret)
{
    (void)context;
    return terminal_ask(question, secret);
}

static void show_step(void *context, const char *text)
{
    const struct cli *cli = context;

    if (cli->verbose)
        output_line(stderr, OUTPUT_DIM, "%s: %s", cli->host.name, text);
}

static void pass_notice(void *context, const char *method, const struct json *params)
{
    struct cli *cli = context;

    if (cli->notice != NULL)
        cli->notice(cli->notice_context, method, params);
}

void cli_self(const struct cli *cli, struct hello *ret_self)
{
    char *name = config_text(cli->config, "client.name"), machine[256] = "";

    *ret_self = (struct hello){.protocol = HELLO_PROTOCOL, .build = CCR_BUILD, .scope = SCOPE_FULL};
    if (name == NULL && gethostname(machine, sizeof(machine) - 1) != 0)
        machine[0] = '\0';
    hello_clean_name(name != NULL ? name : machine, ret_self->name);
    free(name);
}

static int64_t answer_time(const struct cli *cli)
{
    char *text = config_text(cli->config, "connection.timeout");
    int64_t ms = 0;

    if (text != NULL && !str_span(text, &ms))
        ms = 0;
    free(text);
    return ms;
}

/* Where it is kept how the last login was done: the file of one host. */
static char *hint_path(const char *host)
{
    char *folder = paths_cache_folder(), *name = mem_printf("login.%s", host);
    char *path = paths_join(folder, name);

    free(folder);
    free(name);
    return path;
}

char *cli_hint(const char *host)
{
    char *path = hint_path(host);
    struct buf text;

    buf_init(&text, TRANSPORT_TEXT_SIZE);
    fd_read_file(path, TRANSPORT_TEXT_SIZE - 1, &text, NULL);
    free(path);
    if (text.len == 0) {
        buf_done(&text);
        return NULL;
    }
    return buf_take(&text);
}

void cli_keep_hint(const char *host, const char *text)
{
    char *known = cli_hint(host), *path = hint_path(host), *folder = paths_cache_folder();

    if (*text != '\0' && !str_equal(known, text) && fd_make_folder(folder, 0700, NULL) == 0)
        fd_replace_file(path, text, strlen(text), 0600, NULL);
    free(known);
    free(path);
    free(folder);
}

static void keep_hint(void *context, const char *text)
{
    const struct cli *cli = context;

    cli_keep_hint(cli->host.name, text);
}

static struct transport *open_route(struct cli *cli, struct err *err)
{
    char *hint = cli_hint(cli->host.name);
    struct route_options options = {.argv0 = cli->program->argv0,
                                    .client = cli->name,
                                    .hint = hint,
                                    .interactive = terminal_can_ask()};
    struct transport *transport = route_open(&cli->host, &options, err);

    free(hint);
    return transport;
}

int cli_connect(struct cli *cli, struct err *err)
{
    struct host_link_options options = {
        .name = cli->host.name,
        .timeout_ms = answer_time(cli),
        .user = {.context = cli,
                 .ask = ask_user,
                 .step = show_step,
                 .opened = keep_hint,
                 .notice = pass_notice,
                 .interrupt_fd = cli->interrupt_fd},
    };
    struct transport *transport;
    int rc;

    if (cli->link != NULL)
        return 0;
    cli_self(cli, &options.self);
    transport = open_route(cli, err);
    if (transport == NULL)
        return -(int)err->code;
    cli->link = host_link_new(transport, &options);
    rc = host_link_open(cli->link, err);
    if (rc < 0)
        cli_disconnect(cli);
    return rc;
}

void cli_disconnect(struct cli *cli)
{
    host_link_free(cli->link);
    cli->link = NULL;
}

static int call(struct cli *cli, const char *method, struct json *params, struct json **ret_result,
                struct err *err)
{
    int rc = cli_connect(cli, err);

    if (rc < 0) {
        json_drop(params);
        return rc;
    }
    rc = host_link_call(cli->link, method, params, ret_result, err);
    if (rc == -ERR_METHOD)
        err_next(err, "update ccr-remote on %s", cli->host.name);
    return rc;
}

int cli_query(struct cli *cli, const char *method, struct json *params, struct json **ret_result,
              struct err *err)
{
    int rc = call(cli, method, params, ret_result, err);

    if (rc == -ERR_UNCONFIRMED) {
        err->code = ERR_UNREACHABLE;
        err_next(err, "try again");
        rc = -ERR_UNREACHABLE;
    }
    return rc;
}

int cli_act(struct cli *cli, const char *method, struct json *params, const char *again,
            struct json **ret_result, struct err *err)
{
    int rc = call(cli, method, params, ret_result, err);

    if (rc == -ERR_UNCONFIRMED)
        err_next(err, "it may have arrived; %s", again);
    return rc;
}

int cli_open_outbox(struct cli *cli, struct err *err)
{
    char *path;
    int rc;

    if (cli->outbox != NULL)
        return 0;
    path = paths_join(cli->state_folder, "outbox.db");
    rc = database_open(path, &cli->outbox, err);
    free(path);
    return rc;
}

void cli_command(const struct cli *cli, struct buf *out, const char *host, const char *fmt, ...)
{
    char *usual = config_text(cli->config, "default.host");
    char words[200];
    va_list args;

    va_start(args, fmt);
    vsnprintf(words, sizeof(words), fmt, args);
    va_end(args);
    buf_printf(out, "%s %s", cli->name, words);
    if (host != NULL && !str_equal(host, usual != NULL ? usual : HOST_LOCAL))
        buf_printf(out, " -H %s", host);
    free(usual);
}

int cli_check_id(const char *what, const char *text, struct err *err)
{
    size_t len = strlen(text);

    if (len >= UUID_MIN_ENDING && len < UUID_SIZE && strspn(text, "0123456789abcdefABCDEF-") == len)
        return 0;
    err_set(err, ERR_INVALID, "%.60s: not %s", text, what);
    return err_next(err, "give the id's last %d characters or more", UUID_MIN_ENDING);
}

struct json *cli_params(const char *name, const char *text)
{
    struct json *params = json_new_object();

    json_put_text(params, name, text);
    return params;
}

int cli_read_task(const struct cli *cli, const struct json *json, struct task *ret_task,
                  struct err *err)
{
    struct err why = {.code = ERR_NONE};

    if (wire_parse(task_fields, json, ret_task, &why) == 0 && ret_task->task == NULL) {
        task_done(ret_task);
        err_set(&why, ERR_RUNNER, "a task without an id");
    }
    if (why.code != ERR_NONE) {
        err_set(err, ERR_RUNNER, "%s: its answer cannot be read: %.300s", cli->host.name, why.what);
        return err_next(err, "update ccr-remote there");
    }
    mem_set(&ret_task->host, cli->host.name);
    return 0;
}
