#include "tui/app/lists.h"

#include "tui/app/describe.h"

#include "protocol/base/mem.h"
#include "protocol/wire.h"

#include <stdlib.h>
#include <string.h>

#define READ_MAX 2000 /* objects of a list that are looked at */

/* An array of structs out of a JSON array; those that cannot be read are left out. */
static size_t read_list(const struct json *array, const struct field *table, size_t size,
                        void **ret_list)
{
    size_t count = json_count(array), good = 0;
    char *list;

    count = count < READ_MAX ? count : READ_MAX;
    list = mem_new(count, size);
    for (size_t i = 0; i < count; i++)
        good += wire_parse(table, json_at(array, i), list + good * size, NULL) == 0;
    *ret_list = list;
    return good;
}

static void free_list(void *list, size_t count, const struct field *table, size_t size)
{
    for (size_t i = 0; i < count; i++)
        field_done(table, (char *)list + i * size);
    free(list);
}

static void describe_asks(struct msg_lists *lists, struct detail *inputs,
                          struct detail *suggestions)
{
    for (size_t i = 0; i < lists->ask_count; i++) {
        describe_json(&inputs[i], lists->asks[i].input, lists->asks[i].full_bytes);
        describe_json(&suggestions[i], lists->asks[i].suggestions, -1);
    }
    lists->inputs = inputs;
    lists->suggestions = suggestions;
}

static void free_details(struct detail *details, size_t count)
{
    for (size_t i = 0; i < count; i++)
        detail_done(&details[i]);
    free(details);
}

void lists_tell_home(struct app *app, const char *host, const struct json *object, bool snapshot)
{
    struct msg msg = {.kind = MSG_LISTS};
    struct msg_lists *lists = &msg.lists;
    void *tasks, *asks, *sessions;
    struct detail *inputs, *suggestions;

    lists->host = host;
    lists->snapshot = snapshot;
    lists->confirmed = true;
    lists->task_count =
        read_list(json_get(object, "tasks"), task_fields, sizeof(struct task), &tasks);
    lists->ask_count = read_list(json_get(object, "asks"), ask_fields, sizeof(struct ask), &asks);
    lists->session_count =
        read_list(json_get(object, "sessions"), session_fields, sizeof(struct session), &sessions);
    lists->tasks = tasks;
    lists->asks = asks;
    lists->sessions = sessions;
    inputs = mem_new(lists->ask_count, sizeof(*inputs));
    suggestions = mem_new(lists->ask_count, sizeof(*suggestions));
    describe_asks(lists, inputs, suggestions);
    app_tell(app, &msg);
    free_details(inputs, lists->ask_count);
    free_details(suggestions, lists->ask_count);
    free_list(tasks, lists->task_count, task_fields, sizeof(struct task));
    free_list(asks, lists->ask_count, ask_fields, sizeof(struct ask));
    free_list(sessions, lists->session_count, session_fields, sizeof(struct session));
}

void lists_tell_one(struct app *app, const char *host, const char *list, const struct json *object)
{
    struct json *lists = json_new_object(), *array = json_new_array();

    json_append(array, json_clone(object));
    json_put(lists, list, array);
    lists_tell_home(app, host, lists, false);
    json_drop(lists);
}

void lists_tell_window(struct app *app, const char *host, const char *session,
                       const struct json *window, enum window_change change)
{
    struct msg msg = {.kind = MSG_WINDOW};
    struct detail *inputs;
    struct item *items;
    void *list;
    size_t count = read_list(json_get(window, "items"), item_fields, sizeof(struct item), &list);

    items = list;
    inputs = mem_new(count, sizeof(*inputs));
    for (size_t i = 0; i < count; i++)
        describe_json(&inputs[i], items[i].input, items[i].full_bytes);
    msg.window.host = host;
    msg.window.session = session;
    msg.window.change = change;
    msg.window.items = items;
    msg.window.inputs = inputs;
    msg.window.count = count;
    msg.window.more_before = json_get_bool(window, "more_before", false);
    msg.window.more_after = json_get_bool(window, "more_after", false);
    app_tell(app, &msg);
    free_details(inputs, count);
    free_list(list, count, item_fields, sizeof(struct item));
}
