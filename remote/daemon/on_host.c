#include "remote/daemon/requests.h"

#include "remote/daemon/check.h"
#include "remote/store/audit_table.h"

#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/wire.h"

#define LIMIT_MAX 500

static void put_now(struct json *object, const char *name)
{
    char time[STR_TIME_SIZE];

    str_time(clock_wall_ms(), time);
    json_put_text(object, name, time);
}

int on_hello(struct client *client, const struct json *params, struct json **ret_result,
             struct err *err)
{
    struct json *result = json_new_object(), *host = json_new_object();

    (void)params;
    (void)err;
    json_put_text(host, "version", PACKAGE_VERSION);
    json_put_text(host, "build", client->daemon->build);
    put_now(host, "time");
    json_put_int(result, "protocol", HELLO_PROTOCOL);
    json_put(result, "host", host);
    json_put_text(result, "scope", scope_words[client->hello.scope]);
    json_put(result, "capabilities", json_new_object());
    *ret_result = result;
    return 0;
}

int on_ping(struct client *client, const struct json *params, struct json **ret_result,
            struct err *err)
{
    (void)client;
    (void)params;
    (void)err;
    *ret_result = json_new_object();
    put_now(*ret_result, "time");
    return 0;
}

int on_host_check(struct client *client, const struct json *params, struct json **ret_result,
                  struct err *err)
{
    (void)params;
    (void)err;
    *ret_result = json_new_object();
    json_put(*ret_result, "checks", check_all(client->daemon));
    return 0;
}

int on_audit_list(struct client *client, const struct json *params, struct json **ret_result,
                  struct err *err)
{
    int64_t limit = json_get_int(params, "limit", 50), offset = json_get_int(params, "offset", 0);
    struct audit *audits;
    struct json *list;
    size_t count;
    int rc;

    limit = limit < 1 || limit > LIMIT_MAX ? LIMIT_MAX : limit;
    rc = audit_table_list(client->daemon->store, limit, offset < 0 ? 0 : offset, &audits, &count,
                          err);
    if (rc < 0)
        return rc;
    list = json_new_array();
    for (size_t i = 0; i < count; i++)
        json_append(list, wire_object(audit_fields, &audits[i]));
    audit_table_free(audits, count);
    *ret_result = json_new_object();
    json_put(*ret_result, "entries", list);
    return 0;
}
