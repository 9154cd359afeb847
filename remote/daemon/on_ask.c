#include "remote/daemon/requests.h"

#include "remote/daemon/asks.h"
#include "remote/store/ask_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/utf8.h"
#include "protocol/wire.h"

#include <stdlib.h>
#include <string.h>

#define LIST_MAX       200
#define LIST_INPUT_MAX 1024 /* of each, so that many asks fit one message */
#define PAGE_BYTES     (256 * 1024)

static int named_ask(struct client *client, const struct json *params, struct ask *ret_ask,
                     struct err *err)
{
    const char *id = json_get_text(params, "ask");

    if (id == NULL)
        return err_set(err, ERR_INVALID, "ask: an id is missing");
    return ask_table_find(client->daemon->store, id, ret_ask, err);
}

static struct json *shown(struct ask *ask, size_t input_max)
{
    asks_cut_input(ask, input_max);
    return wire_object(ask_fields, ask);
}

int on_ask_list(struct client *client, const struct json *params, struct json **ret_result,
                struct err *err)
{
    const char *word = json_get_text(params, "state");
    int state = word != NULL ? field_word_of(ask_state_words, word) : ASK_PENDING, rc;
    struct ask *asks;
    struct json *list;
    size_t count;

    if (state < 0)
        return err_set(err, ERR_INVALID, "state: no such state: %.32s", word);
    rc = ask_table_list(client->daemon->store, state, LIST_MAX, &asks, &count, err);
    if (rc < 0)
        return rc;
    list = json_new_array();
    for (size_t i = 0; i < count; i++)
        json_append(list, shown(&asks[i], count > 8 ? LIST_INPUT_MAX : ASK_INPUT_MAX));
    ask_table_free(asks, count);
    *ret_result = json_new_object();
    json_put(*ret_result, "asks", list);
    return 0;
}

int on_ask_get(struct client *client, const struct json *params, struct json **ret_result,
               struct err *err)
{
    struct ask ask;
    int rc = named_ask(client, params, &ask, err);

    if (rc < 0)
        return rc;
    *ret_result = shown(&ask, ASK_INPUT_MAX);
    ask_done(&ask);
    return 0;
}

int on_ask_input(struct client *client, const struct json *params, struct json **ret_result,
                 struct err *err)
{
    int64_t offset = json_get_int(params, "offset", 0);
    struct ask ask;
    size_t len;
    char *page;
    int rc = named_ask(client, params, &ask, err);

    if (rc < 0)
        return rc;
    len = ask.input != NULL ? strlen(ask.input) : 0;
    if (offset < 0 || offset > (int64_t)len)
        offset = (int64_t)len;
    page = mem_dup_n((ask.input != NULL ? ask.input : "") + offset,
                     utf8_cut(ask.input + offset, len - (size_t)offset, PAGE_BYTES));
    *ret_result = json_new_object();
    json_put_int(*ret_result, "offset", offset + (int64_t)strlen(page));
    json_put_text(*ret_result, "text", page);
    json_put_int(*ret_result, "full_bytes", (int64_t)len);
    free(page);
    ask_done(&ask);
    return 0;
}

/* A scope of `answer` may allow once, deny, and answer questions; nothing that lasts. */
static int check_scope(const struct client *client, const struct answer_choice *choice,
                       const struct ask *ask, struct err *err)
{
    if (client->hello.scope >= SCOPE_FULL)
        return 0;
    if (strcmp(choice->word, "always") == 0)
        return err_set(err, ERR_POLICY, "this key may not grant for always");
    if (ask->kind == ASK_PLAN && strcmp(choice->word, "text") == 0)
        return err_set(err, ERR_POLICY, "this key may not change a plan");
    return 0;
}

int on_ask_answer(struct client *client, const struct json *params, struct json **ret_result,
                  struct err *err)
{
    struct answer_choice choice = {
        .word = json_get_text(params, "choice"),
        .rule = json_get_int(params, "rule", 0),
        .text = json_get_text(params, "text"),
        .allow_bypass = client->daemon->settings.allow_bypass,
    };
    struct ask ask, answered;
    int rc = named_ask(client, params, &ask, err);

    if (rc < 0)
        return rc;
    rc = choice.word == NULL ? err_set(err, ERR_INVALID, "choice: a word is missing")
                             : check_scope(client, &choice, &ask, err);
    if (rc == 0)
        rc = asks_answer(client->daemon, ask.ask, &choice, client->hello.name, &answered, err);
    ask_done(&ask);
    if (rc < 0)
        return rc;
    *ret_result = shown(&answered, ASK_INPUT_MAX);
    ask_done(&answered);
    return 0;
}
