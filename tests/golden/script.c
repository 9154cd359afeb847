#include "tests/golden/script.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "tests/golden/words.h"
#include "tui/view/view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OBJECTS_MAX 20000
#define OUTPUT_MAX  (8 * 1024 * 1024)

struct script {
    struct model model;
    struct theme theme;
    struct surface surface;
    struct painted painted;
    struct effects effects;
    struct buf output;
    int64_t wall_ms, steady_ms;
    struct task *tasks;
    struct session *sessions;
    struct ask *asks;
    struct item *items;
    struct detail *inputs, *suggestions, *item_inputs;
    struct outbox_row *rows;
    size_t task_count, session_count, ask_count, item_count, row_count;
    bool last_is_item;
    struct words words;
};

struct script *script_new(void)
{
    struct script *script = mem_new(1, sizeof *script);

    model_init(&script->model);
    surface_init(&script->surface);
    effects_init(&script->effects);
    buf_init(&script->output, OUTPUT_MAX);
    script->theme = (struct theme){256, true};
    script->model.columns = 80;
    script->model.rows = 24;
    script->steady_ms = 1000000;
    str_parse_time("2026-11-20T14:02:00Z", &script->wall_ms);
    return script;
}

static void drop_lists(struct script *script)
{
    for (size_t i = 0; i < script->task_count; i++)
        task_done(&script->tasks[i]);
    for (size_t i = 0; i < script->session_count; i++)
        session_done(&script->sessions[i]);
    for (size_t i = 0; i < script->ask_count; i++) {
        ask_done(&script->asks[i]);
        detail_done(&script->inputs[i]);
        detail_done(&script->suggestions[i]);
    }
    script->task_count = script->session_count = script->ask_count = 0;
}

static void drop_items(struct script *script)
{
    for (size_t i = 0; i < script->item_count; i++) {
        item_done(&script->items[i]);
        detail_done(&script->item_inputs[i]);
    }
    script->item_count = 0;
}

static void drop_rows(struct script *script)
{
    for (size_t i = 0; i < script->row_count; i++) {
        free((char *)script->rows[i].id);
        free((char *)script->rows[i].host);
        free((char *)script->rows[i].session);
        free((char *)script->rows[i].text);
    }
    script->row_count = 0;
}

void script_free(struct script *script)
{
    drop_lists(script);
    drop_items(script);
    drop_rows(script);
    words_done(&script->words);
    free(script->tasks);
    free(script->sessions);
    free(script->asks);
    free(script->items);
    free(script->inputs);
    free(script->suggestions);
    free(script->item_inputs);
    free(script->rows);
    model_done(&script->model);
    surface_done(&script->surface);
    effects_done(&script->effects);
    buf_done(&script->output);
    free(script);
}

const struct buf *script_output(const struct script *script)
{
    return &script->output;
}

struct model *script_model(struct script *script)
{
    return &script->model;
}

const struct surface *script_surface(const struct script *script)
{
    return &script->surface;
}

const struct effects *script_effects(const struct script *script)
{
    return &script->effects;
}

/* The word at i, "" when there is none. */
static const char *word(const struct script *script, size_t i)
{
    return words_at(&script->words, i);
}

static const char *value(const struct script *script, const char *name)
{
    return words_value(&script->words, name);
}

static bool has(const struct script *script, const char *name)
{
    return words_have(&script->words, name);
}

static int64_t time_value(const struct script *script, const char *text)
{
    int64_t ms;

    if (text == NULL)
        return -1;
    if (text[0] == '-' && str_span(text + 1, &ms))
        return script->wall_ms - ms;
    return str_parse_time(text, &ms) ? ms : -1;
}

static void set_fields(const struct script *script, const struct field *fields, void *object)
{
    for (; fields->name != NULL; fields++) {
        const char *text = value(script, fields->name);

        if (text == NULL)
            continue;
        switch (fields->type) {
        case FIELD_TEXT:
        case FIELD_JSON:
            mem_set(field_text(fields, object), text);
            break;
        case FIELD_TIME:
            *field_count(fields, object) = time_value(script, text);
            break;
        case FIELD_COUNT:
            *field_count(fields, object) = strtoll(text, NULL, 10);
            break;
        case FIELD_MONEY:
            *field_money(fields, object) = strtod(text, NULL);
            break;
        case FIELD_BOOL:
            *field_bool(fields, object) = strcmp(text, "true") == 0;
            break;
        case FIELD_WORD:
            *field_word(fields, object) = field_word_of(fields->words, text);
            break;
        }
    }
}

static struct task *new_task(struct script *script)
{
    script->tasks = mem_resize(script->tasks, script->task_count + 1, sizeof *script->tasks);
    task_init(&script->tasks[script->task_count]);
    return &script->tasks[script->task_count++];
}

static struct session *new_session(struct script *script)
{
    script->sessions =
        mem_resize(script->sessions, script->session_count + 1, sizeof *script->sessions);
    session_init(&script->sessions[script->session_count]);
    return &script->sessions[script->session_count++];
}

static struct ask *new_ask(struct script *script)
{
    size_t n = script->ask_count++;

    script->asks = mem_resize(script->asks, n + 1, sizeof *script->asks);
    script->inputs = mem_resize(script->inputs, n + 1, sizeof *script->inputs);
    script->suggestions = mem_resize(script->suggestions, n + 1, sizeof *script->suggestions);
    ask_init(&script->asks[n]);
    detail_init(&script->inputs[n]);
    detail_init(&script->suggestions[n]);
    script->last_is_item = false;
    return &script->asks[n];
}

static struct item *new_item(struct script *script)
{
    size_t n = script->item_count++;

    script->items = mem_resize(script->items, n + 1, sizeof *script->items);
    script->item_inputs = mem_resize(script->item_inputs, n + 1, sizeof *script->item_inputs);
    item_init(&script->items[n]);
    detail_init(&script->item_inputs[n]);
    script->last_is_item = true;
    return &script->items[n];
}

static void send(struct script *script, struct msg msg)
{
    model_update(&script->model, &msg, &script->effects);
}

static void send_tick(struct script *script)
{
    send(script,
         (struct msg){.kind = MSG_TICK,
                      .tick = {.wall_ms = script->wall_ms, .steady_ms = script->steady_ms}});
}

static void send_host(struct script *script)
{
    static const char *const states[] = {"unknown", "online", "reconnecting", "attention", NULL};
    const char *retry = value(script, "retry");
    int state = field_word_of(states, word(script, 2));

    send(script,
         (struct msg){.kind = MSG_HOST,
                      .host = {.name = word(script, 1),
                               .gone = state < 0,
                               .state = state < 0 ? LINK_UNKNOWN : (enum link_state)state,
                               .retry_at = retry != NULL ? script->steady_ms + atoll(retry) : 0,
                               .reason = value(script, "reason"),
                               .next = value(script, "next"),
                               .runner_version = value(script, "runner"),
                               .claude_version = value(script, "claude"),
                               .last_event = time_value(script, value(script, "last")),
                               .question = value(script, "question"),
                               .secret = has(script, "secret")}});
}

static void send_lists(struct script *script)
{
    const char *gone[WORDS_MAX];
    size_t count = 0;

    for (size_t i = 3; i < script->words.count; i++)
        if (str_starts(script->words.list[i], "gone="))
            gone[count++] = script->words.list[i] + 5;
    send(script, (struct msg){.kind = MSG_LISTS,
                              .lists = {.host = word(script, 1),
                                        .snapshot = strcmp(word(script, 2), "change") != 0,
                                        .confirmed = strcmp(word(script, 2), "cache") != 0,
                                        .tasks = script->tasks,
                                        .task_count = script->task_count,
                                        .asks = script->asks,
                                        .ask_count = script->ask_count,
                                        .inputs = script->inputs,
                                        .suggestions = script->suggestions,
                                        .sessions = script->sessions,
                                        .session_count = script->session_count,
                                        .gone = gone,
                                        .gone_count = count}});
    drop_lists(script);
}

static void make_err(struct err *err, const char *text)
{
    err_set(err, ERR_FAILED, "%s", text != NULL ? text : "");
}

static void send_window(struct script *script)
{
    static const char *const changes[] = {"reset", "append", "prepend", NULL};
    const char *error = value(script, "error");
    struct err err;

    make_err(&err, error);
    send(script, (struct msg){.kind = MSG_WINDOW,
                              .window = {.host = word(script, 1),
                                         .session = word(script, 2),
                                         .change = (enum window_change)field_word_of(
                                             changes, word(script, 3)),
                                         .items = script->items,
                                         .inputs = script->item_inputs,
                                         .count = script->item_count,
                                         .more_before = has(script, "before"),
                                         .more_after = has(script, "after"),
                                         .error = error != NULL ? &err : NULL}});
    drop_items(script);
}

static void send_live(struct script *script)
{
    const char *elapsed = value(script, "elapsed");

    send(script, (struct msg){.kind = MSG_LIVE,
                              .live = {.host = word(script, 1),
                                       .session = word(script, 2),
                                       .dropped = strcmp(word(script, 0), "drop") == 0,
                                       .text = value(script, "text"),
                                       .tool = value(script, "tool"),
                                       .elapsed_ms = elapsed != NULL ? atoll(elapsed) : -1,
                                       .tokens = -1}});
}

static void outbox(struct script *script)
{
    static const char *const states[] = {"unsent", "sending", "sent", NULL};
    struct outbox_row *row;

    if (script->words.count == 1) {
        send(script, (struct msg){.kind = MSG_OUTBOX, .outbox = {script->rows, script->row_count}});
        drop_rows(script);
        return;
    }
    script->rows = mem_resize(script->rows, script->row_count + 1, sizeof *script->rows);
    row = &script->rows[script->row_count++];
    *row = (struct outbox_row){.id = mem_dup(value(script, "id")),
                               .host = mem_dup(value(script, "host")),
                               .session = mem_dup(value(script, "session")),
                               .text = mem_dup(value(script, "text")),
                               .state =
                                   (enum outbox_state)field_word_of(states, value(script, "state")),
                               .created_at = script->wall_ms};
}

static void send_keys(struct script *script)
{
    for (size_t i = 1; i < script->words.count; i++)
        send(script, (struct msg){.kind = MSG_KEY, .key = script->words.list[i]});
}

static void send_typed(struct script *script)
{
    const char *text = word(script, 1);

    while (*text != '\0') {
        char key[8] = {0};
        size_t n = 1;

        while ((text[n] & 0xc0) == 0x80)
            n++;
        memcpy(key, text, n);
        send(script, (struct msg){.kind = MSG_KEY, .key = key});
        text += n;
    }
}

static void send_submitted(struct script *script)
{
    const char *error = value(script, "error");
    struct err err;

    make_err(&err, error);
    send(script, (struct msg){.kind = MSG_SUBMITTED,
                              .submitted = {.token = atoll(word(script, 1)),
                                            .id = error == NULL ? word(script, 2) : NULL,
                                            .error = error != NULL ? &err : NULL}});
}

static void send_receipt(struct script *script)
{
    const char *error = value(script, "error");
    struct err err;

    make_err(&err, error);
    send(script, (struct msg){.kind = MSG_RECEIPT,
                              .receipt = {.host = word(script, 1),
                                          .task = word(script, 2),
                                          .error = error != NULL ? &err : NULL}});
}

static void send_answered(struct script *script)
{
    static const char *const outcomes[] = {"taken", "lost", "failed", NULL};
    struct err err;

    make_err(&err, "the host said no");
    send(script, (struct msg){.kind = MSG_ANSWERED,
                              .answered = {.host = word(script, 1),
                                           .ask = word(script, 2),
                                           .outcome = (enum answer_outcome)field_word_of(
                                               outcomes, word(script, 3)),
                                           .who = value(script, "who"),
                                           .words = value(script, "words"),
                                           .when = -1,
                                           .error = &err}});
}

static void make_many(struct script *script)
{
    long n = strtol(word(script, 3), NULL, 10);

    for (long i = 0; i < n && i < OBJECTS_MAX; i++) {
        if (strcmp(word(script, 1), "asks") == 0) {
            struct ask *ask = new_ask(script);

            ask->ask = mem_printf("a0000000-0000-7000-8000-%012ld", i);
            ask->created_at = script->wall_ms - 60000 * (n - i);
            ask->tool = mem_dup("Bash");
            ask->summary = mem_printf("command number %ld", i);
        } else {
            struct session *session = new_session(script);

            session->session = mem_printf("%08lx-0000-4000-8000-000000000000",
                                          (unsigned long)((uint32_t)i * 2654435761u));
            session->last_activity = script->wall_ms - 60000 * i;
            session->title = mem_printf("session number %ld", i);
        }
    }
}

static void print_effect(struct buf *out, const struct effect *effect)
{
    static const char *const kinds[] = {
        "submit", "answer", "interrupt", "cancel", "retry", "watch",  "unwatch", "page",
        "draft",  "place",  "connect",   "reply",  "bell",  "redraw", "suspend", "quit"};
    static const char *const choices[] = {"allow", "always", "deny", "text"};

    buf_append_text(out, kinds[effect->kind]);
    if (effect->host != NULL)
        buf_printf(out, " host=%s", effect->host);
    if (effect->session != NULL)
        buf_printf(out, " session=%s", effect->session);
    if (effect->id != NULL)
        buf_printf(out, " id=%s", effect->id);
    if (effect->project != NULL)
        buf_printf(out, " project=%s", effect->project);
    if (effect->text != NULL)
        buf_printf(out, " text=%s", effect->text);
    if (effect->kind == EFFECT_ANSWER)
        buf_printf(out, " %s", choices[effect->choice]);
    if (effect->number > 0)
        buf_printf(out, " number=%d", effect->number);
    buf_printf(out, "%s%s%s", effect->steer ? " steer" : "", effect->again ? " again" : "",
               effect->before ? " before" : "");
    if (effect->token > 0)
        buf_printf(out, " token=%lld", (long long)effect->token);
    for (size_t i = 0; i < effect->pair_count; i++)
        buf_printf(out, "\n  %s -> %s", effect->pairs[i].question, effect->pairs[i].answer);
    buf_append_char(out, '\n');
}

static void print_effects(struct script *script)
{
    buf_append_text(&script->output, "--- effects\n");
    for (size_t i = 0; i < script->effects.count; i++)
        print_effect(&script->output, &script->effects.list[i]);
    effects_done(&script->effects);
}

static void print_screen(struct script *script)
{
    buf_printf(&script->output, "--- %s %dx%d", word(script, 1), script->surface.columns,
               script->surface.rows);
    if (script->painted.cursor)
        buf_printf(&script->output, " cursor %d,%d", script->painted.cursor_x,
                   script->painted.cursor_y);
    if (script->painted.target[0] != '\0')
        buf_printf(&script->output, " target %.8s", script->painted.target);
    buf_append_char(&script->output, '\n');
    surface_dump(&script->surface, &script->output);
}

static void paint(struct script *script)
{
    model_settle(&script->model);
    view_draw(&script->model, &script->theme, &script->surface, &script->painted);
    send(script, (struct msg){.kind = MSG_PAINTED, .painted = &script->painted});
}

/* Lines that only prepare something, or only print. False: the line is a message. */
static bool prepare(struct script *script, const char *verb)
{
    if (strcmp(verb, "theme") == 0) {
        script->theme.colors = (int)strtol(word(script, 1), NULL, 10);
        script->theme.utf8 = !has(script, "ascii");
    } else if (strcmp(verb, "time") == 0)
        str_parse_time(word(script, 1), &script->wall_ms);
    else if (strcmp(verb, "task") == 0)
        set_fields(script, task_fields, new_task(script));
    else if (strcmp(verb, "session") == 0)
        set_fields(script, session_fields, new_session(script));
    else if (strcmp(verb, "ask") == 0)
        set_fields(script, ask_fields, new_ask(script));
    else if (strcmp(verb, "item") == 0)
        set_fields(script, item_fields, new_item(script));
    else if (strcmp(verb, "input") == 0)
        detail_add(script->last_is_item ? &script->item_inputs[script->item_count - 1]
                                        : &script->inputs[script->ask_count - 1],
                   word(script, 1), word(script, 2));
    else if (strcmp(verb, "suggest") == 0)
        detail_add(&script->suggestions[script->ask_count - 1], word(script, 1), word(script, 2));
    else if (strcmp(verb, "many") == 0)
        make_many(script);
    else if (strcmp(verb, "screen") == 0)
        print_screen(script);
    else if (strcmp(verb, "effects") == 0)
        print_effects(script);
    else
        return false;
    return true;
}

static void wait_ms(struct script *script)
{
    int64_t ms = atoll(word(script, 1));

    script->wall_ms += ms;
    script->steady_ms += ms;
    send_tick(script);
}

static bool send_line(struct script *script, const char *verb)
{
    if (strcmp(verb, "size") == 0)
        send(script, (struct msg){.kind = MSG_RESIZE,
                                  .resize = {(int)strtol(word(script, 1), NULL, 10),
                                             (int)strtol(word(script, 2), NULL, 10)}});
    else if (strcmp(verb, "setup") == 0)
        send(script, (struct msg){.kind = MSG_SETUP,
                                  .setup = {has(script, "ssh"), value(script, "host"),
                                            value(script, "project")}});
    else if (strcmp(verb, "wait") == 0)
        wait_ms(script);
    else if (strcmp(verb, "host") == 0)
        send_host(script);
    else if (strcmp(verb, "lists") == 0)
        send_lists(script);
    else if (strcmp(verb, "window") == 0)
        send_window(script);
    else if (strcmp(verb, "live") == 0 || strcmp(verb, "drop") == 0)
        send_live(script);
    else if (strcmp(verb, "outbox") == 0)
        outbox(script);
    else if (strcmp(verb, "key") == 0)
        send_keys(script);
    else if (strcmp(verb, "type") == 0)
        send_typed(script);
    else if (strcmp(verb, "paste") == 0)
        send(script,
             (struct msg){.kind = MSG_PASTE, .paste = {word(script, 1), strlen(word(script, 1))}});
    else if (strcmp(verb, "submitted") == 0)
        send_submitted(script);
    else if (strcmp(verb, "receipt") == 0)
        send_receipt(script);
    else if (strcmp(verb, "answered") == 0)
        send_answered(script);
    else if (strcmp(verb, "draft") == 0)
        send(script, (struct msg){.kind = MSG_DRAFT, .draft = {word(script, 1), word(script, 2)}});
    else if (strcmp(verb, "place") == 0)
        send(script, (struct msg){.kind = MSG_PLACE, .place = word(script, 1)});
    else if (strcmp(verb, "note") == 0)
        send(script, (struct msg){.kind = MSG_NOTE, .note = {word(script, 1), true}});
    else if (strcmp(verb, "bind") == 0)
        return model_bind(&script->model, word(script, 1), word(script, 2), word(script, 3),
                          NULL) == 0;
    else
        return false;
    return true;
}

bool script_run(struct script *script, const char *line)
{
    const char *verb;

    words_split(&script->words, line);
    verb = word(script, 0);
    if (*verb == '\0' || *verb == '#' || prepare(script, verb))
        return true;
    send_tick(script);
    if (!send_line(script, verb)) {
        fprintf(stderr, "not understood: %s\n", line);
        return false;
    }
    paint(script);
    return true;
}
