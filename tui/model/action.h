/*
 * Actions: what keys do, by name. One list gives the enum, the names that the configuration
 * uses, the word on the last line and the sentence of the help screen; one table gives the
 * default keys of each context; and dispatch, hints and help read the same bindings.
 *
 * A key is looked up in its context and then in CONTEXT_COMMON, but not from CONTEXT_WRITE
 * and CONTEXT_CONFIRM: there a key that is not bound is text, or a refusal.
 */
#ifndef CCR_MODEL_ACTION_H
#define CCR_MODEL_ACTION_H

#include "protocol/base/err.h"
#include "tui/model/key.h"

#include <stdbool.h>
#include <stddef.h>

/* X(identifier, name, word on the last line, sentence for help) */
#define ACTIONS(X)                                                                        \
    X(BACK, "back", "back", "go back")                                                    \
    X(HELP, "help", "help", "list all keys")                                              \
    X(COMMAND, "command", "command", "type a command with the words of the shell verbs")  \
    X(REDRAW, "redraw", "redraw", "paint the screen anew")                                \
    X(SUSPEND, "suspend", "suspend", "put ccr into the background")                       \
    X(QUIT, "quit", "quit", "leave; nothing on any host stops by that")                   \
    X(UP, "up", "up", "one up")                                                           \
    X(DOWN, "down", "down", "one down")                                                   \
    X(PAGE_UP, "page-up", "page up", "one page up")                                       \
    X(PAGE_DOWN, "page-down", "page down", "one page down")                               \
    X(FIRST, "first", "first", "to the beginning")                                        \
    X(LAST, "last", "last", "to the end, and follow")                                     \
    X(OPEN, "open", "open", "open what is selected")                                      \
    X(SELECT, "select", "select", "select the row of that digit")                         \
    X(ALLOW, "allow", "yes", "answer yes")                                                \
    X(ALWAYS, "always", "always",                                                         \
      "answer yes and grant the first rule, shown before it is granted")                  \
    X(DENY, "deny", "no", "answer no")                                                    \
    X(VIEW, "view", "view", "open the ask with all its choices")                          \
    X(NEW, "new", "new", "write a prompt for a new session")                              \
    X(HOSTS, "hosts", "hosts", "list the hosts")                                          \
    X(INTERRUPT, "interrupt", "interrupt", "end the running turn; asks first")            \
    X(CANCEL, "cancel", "cancel", "cancel the task; asks first")                          \
    X(RETRY, "retry", "retry", "try an ended task once more")                             \
    X(WRITE, "write", "write", "write a prompt")                                          \
    X(STEER, "steer", "steer", "write into the running turn")                             \
    X(RAW, "raw", "raw", "show Markdown as it was written, or rendered")                  \
    X(PROMPT_NEXT, "prompt-next", "next prompt", "to the next prompt")                    \
    X(PROMPT_PREVIOUS, "prompt-previous", "prompt before", "to the prompt before")        \
    X(TOGGLE, "toggle", "mark", "mark a choice or take the mark away")                    \
    X(SESSION, "session", "session", "open the session")                                  \
    X(CONNECT, "connect", "connect", "try to connect now, or answer the host's question") \
    X(HOST_NEXT, "host-next", "host", "take the next host")                               \
    X(PROJECT, "project", "project", "change the folder it works in")                     \
    X(SEND, "send", "send", "send what was written")                                      \
    X(NEWLINE, "newline", "line", "begin a new line")                                     \
    X(ERASE, "erase", "erase", "erase the character before; in an empty text: leave it")  \
    X(ERASE_NEXT, "erase-next", "erase next", "erase the character after")                \
    X(ERASE_WORD, "erase-word", "erase word", "erase the word before")                    \
    X(ERASE_ALL, "erase-all", "erase all", "erase the whole text")                        \
    X(ERASE_END, "erase-end", "erase rest", "erase the rest of the line")                 \
    X(LEFT, "left", "left", "one character left")                                         \
    X(RIGHT, "right", "right", "one character right")                                     \
    X(LINE_UP, "line-up", "line up", "one line up")                                       \
    X(LINE_DOWN, "line-down", "line down", "one line down")                               \
    X(LINE_START, "line-start", "line start", "to the start of the line")                 \
    X(LINE_END, "line-end", "line end", "to the end of the line")                         \
    X(LEAVE, "leave", "leave", "leave the text; it is kept as a draft")                   \
    X(AGREE, "agree", "yes", "do it")                                                     \
    X(REFUSE, "refuse", "no", "do not do it; of a host's question: refuse it")

enum action {
    ACTION_NONE,
#define ACTION_ENUM(id, name, word, help) ACTION_##id,
    ACTIONS(ACTION_ENUM)
#undef ACTION_ENUM
        ACTION_COUNT
};

enum context {
    CONTEXT_COMMON,
    CONTEXT_HOME,
    CONTEXT_SESSION,
    CONTEXT_ASK,
    CONTEXT_NEW,
    CONTEXT_HOSTS,
    CONTEXT_HELP,
    CONTEXT_WRITE,
    CONTEXT_CONFIRM,
    CONTEXT_COUNT
};

#define BINDINGS_MAX 400 /* more are refused; the defaults are under half of it */

struct binding {
    enum context context;
    char key[KEY_NAME_SIZE];
    enum action action; /* ACTION_NONE: the key does nothing here */
};

struct keymap {
    struct binding bindings[BINDINGS_MAX];
    size_t count;
};

/* The default bindings. */
void keymap_init(struct keymap *keymap);

/* What the key does there; ACTION_NONE when nothing. */
enum action keymap_find(const struct keymap *keymap, enum context context, const char *key);

/* Binds a key instead of what it did there; by the names the configuration uses. The action
 * "none" takes the key away. -ERR_INVALID names the word that is wrong. */
int keymap_bind(struct keymap *keymap, const char *context, const char *key, const char *action,
                struct err *err);

/* The first key that does this there, NULL when none does; borrowed. */
const char *keymap_key(const struct keymap *keymap, enum context context, enum action action);

/* The n-th (from 0) key that does this in exactly this context, NULL after the last. */
const char *keymap_key_at(const struct keymap *keymap, enum context context, enum action action,
                          size_t n);

const char *action_name(enum action action);
const char *action_word(enum action action); /* for the last line */
const char *action_help(enum action action);
const char *context_name(enum context context);
const char *context_title(enum context context); /* for the help screen */

#endif
