#include "tui/model/action.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *word, *help;
} actions[ACTION_COUNT] = {[ACTION_NONE] = {"none", "", "nothing"},
#define ACTION_ROW(id, name, word, help) [ACTION_##id] = {name, word, help},
                           ACTIONS(ACTION_ROW)
#undef ACTION_ROW
};

static const struct {
    const char *name, *title;
} contexts[CONTEXT_COUNT] = {
    [CONTEXT_COMMON] = {"common", "Everywhere but in a text"},
    [CONTEXT_HOME] = {"home", "The first screen"},
    [CONTEXT_SESSION] = {"session", "A session"},
    [CONTEXT_ASK] = {"ask", "An ask"},
    [CONTEXT_NEW] = {"new", "A new prompt"},
    [CONTEXT_HOSTS] = {"hosts", "The hosts"},
    [CONTEXT_HELP] = {"help", "This help"},
    [CONTEXT_WRITE] = {"write", "In a text"},
    [CONTEXT_CONFIRM] = {"confirm", "When asked yes or no"},
};

/* One line a context and action; the keys are separated by spaces, and the first one is the
 * one that hints name. A plain key comes first wherever there is one: a phone may have
 * nothing else. */
static const struct {
    enum context context;
    enum action action;
    const char *keys;
} defaults[] = {
    {CONTEXT_COMMON, ACTION_BACK, "q Backspace Esc C-g Left"},
    {CONTEXT_COMMON, ACTION_HELP, "? F1"},
    {CONTEXT_COMMON, ACTION_COMMAND, ":"},
    {CONTEXT_COMMON, ACTION_REDRAW, "C-l"},
    {CONTEXT_COMMON, ACTION_SUSPEND, "C-z"},
    {CONTEXT_COMMON, ACTION_QUIT, "C-c"},
    {CONTEXT_COMMON, ACTION_UP, "k Up C-p"},
    {CONTEXT_COMMON, ACTION_DOWN, "j Down C-n"},
    {CONTEXT_COMMON, ACTION_PAGE_UP, "b PageUp C-b C-u"},
    {CONTEXT_COMMON, ACTION_PAGE_DOWN, "f PageDown C-f C-d"},
    {CONTEXT_COMMON, ACTION_FIRST, "g Home"},
    {CONTEXT_COMMON, ACTION_LAST, "G End"},
    {CONTEXT_COMMON, ACTION_OPEN, "Enter Right"},

    {CONTEXT_HOME, ACTION_QUIT, "q"},
    {CONTEXT_HOME, ACTION_SELECT, "1 2 3 4 5 6 7 8 9"},
    {CONTEXT_HOME, ACTION_ALLOW, "y"},
    {CONTEXT_HOME, ACTION_ALWAYS, "a"},
    {CONTEXT_HOME, ACTION_DENY, "n"},
    {CONTEXT_HOME, ACTION_VIEW, "v Space"},
    {CONTEXT_HOME, ACTION_NEW, "c"},
    {CONTEXT_HOME, ACTION_HOSTS, "h"},
    {CONTEXT_HOME, ACTION_SESSION, "o"},
    {CONTEXT_HOME, ACTION_INTERRUPT, "i"},
    {CONTEXT_HOME, ACTION_CANCEL, "x"},
    {CONTEXT_HOME, ACTION_RETRY, "r"},

    {CONTEXT_SESSION, ACTION_WRITE, "c"},
    {CONTEXT_SESSION, ACTION_STEER, "s"},
    {CONTEXT_SESSION, ACTION_OPEN, "Enter Space Right"},
    {CONTEXT_SESSION, ACTION_VIEW, "v"},
    {CONTEXT_SESSION, ACTION_INTERRUPT, "i"},
    {CONTEXT_SESSION, ACTION_CANCEL, "x"},
    {CONTEXT_SESSION, ACTION_RETRY, "t"},
    {CONTEXT_SESSION, ACTION_RAW, "r"},
    {CONTEXT_SESSION, ACTION_PROMPT_PREVIOUS, "["},
    {CONTEXT_SESSION, ACTION_PROMPT_NEXT, "]"},

    {CONTEXT_ASK, ACTION_SELECT, "1 2 3 4 5 6 7 8 9"},
    {CONTEXT_ASK, ACTION_ALLOW, "y"},
    {CONTEXT_ASK, ACTION_DENY, "n"},
    {CONTEXT_ASK, ACTION_TOGGLE, "Space"},
    {CONTEXT_ASK, ACTION_SESSION, "o"},

    {CONTEXT_NEW, ACTION_WRITE, "c Enter"},
    {CONTEXT_NEW, ACTION_HOST_NEXT, "h"},
    {CONTEXT_NEW, ACTION_PROJECT, "p"},

    {CONTEXT_HOSTS, ACTION_CONNECT, "Enter c"},
    {CONTEXT_HOSTS, ACTION_REFUSE, "x"},

    {CONTEXT_WRITE, ACTION_SEND, "Enter"},
    {CONTEXT_WRITE, ACTION_NEWLINE, "C-j"},
    {CONTEXT_WRITE, ACTION_ERASE, "Backspace"},
    {CONTEXT_WRITE, ACTION_ERASE_NEXT, "Delete C-d"},
    {CONTEXT_WRITE, ACTION_ERASE_WORD, "C-w"},
    {CONTEXT_WRITE, ACTION_ERASE_ALL, "C-u"},
    {CONTEXT_WRITE, ACTION_ERASE_END, "C-k"},
    {CONTEXT_WRITE, ACTION_LEFT, "Left C-b"},
    {CONTEXT_WRITE, ACTION_RIGHT, "Right C-f"},
    {CONTEXT_WRITE, ACTION_LINE_UP, "Up C-p"},
    {CONTEXT_WRITE, ACTION_LINE_DOWN, "Down C-n"},
    {CONTEXT_WRITE, ACTION_LINE_START, "Home C-a"},
    {CONTEXT_WRITE, ACTION_LINE_END, "End C-e"},
    {CONTEXT_WRITE, ACTION_LEAVE, "Esc C-g"},
    {CONTEXT_WRITE, ACTION_REDRAW, "C-l"},
    {CONTEXT_WRITE, ACTION_SUSPEND, "C-z"},
    {CONTEXT_WRITE, ACTION_QUIT, "C-c"},

    {CONTEXT_CONFIRM, ACTION_AGREE, "y"},
    {CONTEXT_CONFIRM, ACTION_REFUSE, "n q Backspace Esc C-g"},
    {CONTEXT_CONFIRM, ACTION_REDRAW, "C-l"},
    {CONTEXT_CONFIRM, ACTION_QUIT, "C-c"},
};

static void add(struct keymap *keymap, enum context context, const char *key, enum action action)
{
    struct binding *binding = &keymap->bindings[keymap->count++];

    binding->context = context;
    binding->action = action;
    snprintf(binding->key, sizeof binding->key, "%s", key);
}

void keymap_init(struct keymap *keymap)
{
    keymap->count = 0;
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        for (const char *keys = defaults[i].keys; *keys != '\0'; keys += strspn(keys, " ")) {
            char word[KEY_NAME_SIZE], key[KEY_NAME_SIZE];
            size_t len = strcspn(keys, " ");

            snprintf(word, sizeof word, "%.*s", (int)len, keys);
            if (key_parse(word, key))
                add(keymap, defaults[i].context, key, defaults[i].action);
            keys += len;
        }
}

static struct binding *find(const struct keymap *keymap, enum context context, const char *key)
{
    for (size_t i = 0; i < keymap->count; i++)
        if (keymap->bindings[i].context == context && strcmp(keymap->bindings[i].key, key) == 0)
            return (struct binding *)&keymap->bindings[i];
    return NULL;
}

static bool inherits(enum context context)
{
    return context != CONTEXT_COMMON && context != CONTEXT_WRITE && context != CONTEXT_CONFIRM;
}

enum action keymap_find(const struct keymap *keymap, enum context context, const char *key)
{
    const struct binding *binding = find(keymap, context, key);

    if (binding == NULL && inherits(context))
        binding = find(keymap, CONTEXT_COMMON, key);
    return binding != NULL ? binding->action : ACTION_NONE;
}

int keymap_bind(struct keymap *keymap, const char *context, const char *key, const char *action,
                struct err *err)
{
    char name[KEY_NAME_SIZE];
    struct binding *binding;
    int where = 0, what = 0;

    while (where < CONTEXT_COUNT && strcmp(contexts[where].name, context) != 0)
        where++;
    while (what < ACTION_COUNT && strcmp(actions[what].name, action) != 0)
        what++;
    if (where == CONTEXT_COUNT)
        return err_set(err, ERR_INVALID, "there is no screen \"%.40s\" to bind keys on", context);
    if (!key_parse(key, name))
        return err_set(err, ERR_INVALID, "there is no key \"%.40s\"", key);
    if (what == ACTION_COUNT)
        return err_set(err, ERR_INVALID, "there is no action \"%.40s\"", action);
    binding = find(keymap, (enum context)where, name);
    if (binding != NULL)
        binding->action = (enum action)what;
    else if (keymap->count == BINDINGS_MAX)
        return err_set(err, ERR_TOO_LARGE, "more than %d keys are bound", BINDINGS_MAX);
    else
        add(keymap, (enum context)where, name, (enum action)what);
    return 0;
}

const char *keymap_key_at(const struct keymap *keymap, enum context context, enum action action,
                          size_t n)
{
    for (size_t i = 0; i < keymap->count; i++) {
        const struct binding *binding = &keymap->bindings[i];

        if (binding->context == context && binding->action == action && n-- == 0)
            return binding->key;
    }
    return NULL;
}

const char *keymap_key(const struct keymap *keymap, enum context context, enum action action)
{
    const char *key = keymap_key_at(keymap, context, action, 0);

    if (key != NULL || !inherits(context))
        return key;
    for (size_t n = 0; (key = keymap_key_at(keymap, CONTEXT_COMMON, action, n)) != NULL; n++)
        if (find(keymap, context, key) == NULL)
            return key;
    return NULL;
}

const char *action_name(enum action action)
{
    return actions[action].name;
}

const char *action_word(enum action action)
{
    return actions[action].word;
}

const char *action_help(enum action action)
{
    return actions[action].help;
}

const char *context_name(enum context context)
{
    return contexts[context].name;
}

const char *context_title(enum context context)
{
    return contexts[context].title;
}
