#include "tui/cli/run.h"
#include "tui/cli/verb.h"

#include <stddef.h>

/* Words that completions offer. */
#define STATES "queued delayed running waiting completed failed cancelled interrupted"
#define MODES  "default acceptEdits plan dontAsk bypassPermissions"
const struct verb_option verb_common_options[] = {
    {.name = "verbose", .letter = 'v', .help = "say on stderr what happens on the way to the host"},
    {.name = "help", .letter = 'h', .help = "show the help of the verb"},
    {.name = "version", .letter = 'V', .help = "show the version"},
    {.name = NULL},
};

const struct verb_option verb_host_option = {
    .name = "host", .letter = 'H', .argument = "HOST", .help = "the host; local is this machine"};
const struct verb_option verb_json_option = {.name = "json",
                                             .help = "print one JSON object a line"};

static const struct verb_option prompt_options[] = {
    {.name = "folder", .letter = 'C', .argument = "DIR", .help = "where the new session works"},
    {.name = "model", .argument = "M", .help = "the model, as Claude Code names it"},
    {.name = "permission-mode",
     .argument = "P",
     .help = "Claude's permission mode",
     .words = MODES},
    {.name = "name", .argument = "N", .help = "a title for the session"},
    {.name = "at", .argument = "TIME", .help = "not before: 2026-12-31T08:00:00Z, 08:00 or +2h"},
    {.name = "timeout",
     .argument = "D",
     .help = "interrupt after 90s, 15m or 2h of work; the task has failed then"},
    {.name = "max-budget-usd", .argument = "X", .help = "stop after so many US dollars"},
    {.name = "id",
     .argument = "UUID",
     .help = "the task's id; the same one again is the same task"},
    {.name = "queue", .help = "keep it in the outbox when the host cannot be reached"},
    {.name = "wait", .help = "follow the task until it ends"},
    {.name = NULL},
};

static const struct verb_option reply_options[] = {
    {.name = "steer", .help = "slip it into the running turn instead of waiting for its end"},
    {.name = "fork", .help = "start a new session from this one"},
    {.name = "id",
     .argument = "UUID",
     .help = "the task's id; the same one again is the same task"},
    {.name = "at", .argument = "TIME", .help = "not before: 2026-12-31T08:00:00Z, 08:00 or +2h"},
    {.name = "timeout",
     .argument = "D",
     .help = "interrupt after 90s, 15m or 2h of work; the task has failed then"},
    {.name = "max-budget-usd", .argument = "X", .help = "stop after so many US dollars"},
    {.name = "queue", .help = "keep it in the outbox when the host cannot be reached"},
    {.name = "wait", .help = "follow the task until it ends"},
    {.name = NULL},
};

static const struct verb_option tasks_options[] = {
    {.name = "state", .argument = "S", .help = "only tasks in this state", .words = STATES},
    {.name = "limit", .argument = "N", .help = "how many, 50 without this and at most 500"},
    {.name = "offset", .argument = "N", .help = "leave out the first N"},
    {.name = NULL},
};

static const struct verb_option list_options[] = {
    {.name = "limit", .argument = "N", .help = "how many, 50 without this and at most 500"},
    {.name = "offset", .argument = "N", .help = "leave out the first N"},
    {.name = NULL},
};

static const struct verb_option sessions_options[] = {
    {.name = "project", .argument = "P", .help = "only sessions that work in this folder"},
    {.name = "limit", .argument = "N", .help = "how many, 50 without this and at most 500"},
    {.name = "offset", .argument = "N", .help = "leave out the first N"},
    {.name = NULL},
};

static const struct verb_option wait_options[] = {
    {.name = "wait", .help = "wait until it ends"},
    {.name = NULL},
};

static const struct verb_option watch_options[] = {
    {.name = "live", .help = "also what is being written now, each line marked ~"},
    {.name = NULL},
};

static const struct verb_option retry_options[] = {
    {.name = "again", .help = "send the same text in any case"},
    {.name = NULL},
};

static const struct verb_option answer_options[] = {
    {.name = "text",
     .argument = "TEXT",
     .help = "answer a question, or send a plan or a permission back with this"},
    {.name = NULL},
};

static const struct verb_option show_options[] = {
    {.name = "tail", .argument = "N", .help = "only the last N items"},
    {.name = "markdown", .help = "as Markdown"},
    {.name = NULL},
};

static const struct verb_option outbox_options[] = {
    {.name = "all", .help = "also what was sent"},
    {.name = NULL},
};

static const struct verb_option move_options[] = {
    {.name = "yes", .help = "also when it may have arrived and may then run twice"},
    {.name = NULL},
};

static const struct verb_option host_options[] = {
    {.name = "port", .argument = "N", .help = "its SSH port"},
    {.name = "identity", .argument = "FILE", .help = "the private key file for it"},
    {.name = "known-hosts", .argument = "FILE", .help = "the file of host keys that counts for it"},
    {.name = "jump", .argument = "H", .help = "the host to go through"},
    {.name = "runner", .argument = "CMD", .help = "the command that starts its runner"},
    {.name = NULL},
};

const struct verb verbs[] = {
    {
        .name = "prompt",
        .arguments = "TEXT|-",
        .min = 1,
        .max = 1,
        .brief = "start a session with a prompt",
        .text = "TEXT is one word of the shell: put it in quotes. With - it is read from stdin. It "
                "is at most 128 KiB of UTF-8.\n\n"
                "On this machine DIR counts from the current folder, which is also what is used "
                "without -C. On another host DIR is one there: a whole path, or one below the "
                "user's home, which is what is used without -C.\n\n"
                "The prompt is in the outbox before its first byte is sent. When the host cannot "
                "be reached it is taken out again, unless --queue is given. When it was sent and "
                "no answer came it stays there and the exit status is 8: \"outbox flush\" sends it "
                "again, and the host takes it once.\n\n"
                "Ctrl-C while --wait waits leaves the task running.",
        .options = prompt_options,
        .host = true,
        .json = true,
        .run = run_prompt,
    },
    {
        .name = "reply",
        .arguments = "SESSION TEXT|-",
        .min = 2,
        .max = 2,
        .brief = "continue a session with a prompt",
        .text = "The prompt waits until the running turn has ended, unless --steer is given. "
                "--fork leaves the session as it is and starts a new one that remembers it.",
        .options = reply_options,
        .host = true,
        .json = true,
        .run = run_reply,
    },
    {
        .name = "tasks",
        .arguments = "",
        .brief = "list tasks, the newest first",
        .options = tasks_options,
        .host = true,
        .json = true,
        .run = run_tasks,
    },
    {
        .name = "task",
        .arguments = "ID",
        .min = 1,
        .max = 1,
        .brief = "show a task",
        .text = "With --wait, waits until the task has ended and shows it then.",
        .options = wait_options,
        .host = true,
        .json = true,
        .run = run_task,
    },
    {
        .name = "watch",
        .arguments = "TASK|SESSION",
        .min = 1,
        .max = 1,
        .brief = "follow a task or a session until it ends",
        .text = "Prints what is durable, each item once, and what Claude asks. A lost connection "
                "is made again, and it goes on where it was. Ctrl-C leaves the task running.\n\n"
                "With --json the items and asks are objects, a line each; a task followed to its "
                "end is the last line.",
        .options = watch_options,
        .host = true,
        .json = true,
        .run = run_watch,
    },
    {
        .name = "cancel",
        .arguments = "TASK",
        .min = 1,
        .max = 1,
        .brief = "cancel a task",
        .text = "A queued task is taken out of the queue, a running one is ended.",
        .host = true,
        .json = true,
        .run = run_cancel,
    },
    {
        .name = "interrupt",
        .arguments = "SESSION",
        .min = 1,
        .max = 1,
        .brief = "end the running turn of a session",
        .text = "Its task is interrupted: \"retry\" goes on with it.",
        .host = true,
        .json = true,
        .run = run_interrupt,
    },
    {
        .name = "retry",
        .arguments = "TASK",
        .min = 1,
        .max = 1,
        .brief = "try a task that did not complete once more",
        .text = "When Claude has the prompt it is asked to continue; when not, or with --again, "
                "the same text is sent. Its tools may have acted the first time.",
        .options = retry_options,
        .host = true,
        .json = true,
        .run = run_retry,
    },
    {
        .name = "release",
        .arguments = "SESSION",
        .min = 1,
        .max = 1,
        .brief = "let a session go, to continue it in a terminal",
        .text = "Prints the command that continues it on its host.",
        .host = true,
        .json = true,
        .run = run_release,
    },
    {
        .name = "asks",
        .arguments = "",
        .brief = "list what Claude waits for",
        .host = true,
        .json = true,
        .run = run_asks,
    },
    {
        .name = "answer",
        .arguments = "ASK allow|always[=N]|deny [MESSAGE]",
        .min = 1,
        .max = 3,
        .brief = "answer what Claude asked",
        .text = "allow may be written yes or y, deny no or n. always grants the first rule that "
                "\"asks\" shows for it, always=N the rule N; it is printed before it is granted. "
                "deny sends MESSAGE to Claude.\n\n"
                "--text answers a question, one line a part, by number or in words; it sends a "
                "plan or a permission back with that message. The first answer wins.",
        .options = answer_options,
        .host = true,
        .json = true,
        .run = run_answer,
    },
    {
        .name = "sessions",
        .arguments = "",
        .brief = "list sessions, the last active first",
        .options = sessions_options,
        .host = true,
        .json = true,
        .run = run_sessions,
    },
    {
        .name = "show",
        .arguments = "SESSION",
        .min = 1,
        .max = 1,
        .brief = "print a session's conversation",
        .text = "With --verbose the inputs and results of tools are whole.",
        .options = show_options,
        .host = true,
        .json = true,
        .run = run_show,
    },
    {
        .name = "outbox",
        .arguments = "",
        .brief = "list the prompts that no host has yet",
        .text = "unsent: no byte of it was sent. may have arrived: sent, and no answer came.",
        .options = outbox_options,
        .host = true,
        .json = true,
        .run = run_outbox,
    },
    {
        .name = "outbox flush",
        .arguments = "",
        .brief = "send what is in the outbox",
        .host = true,
        .json = true,
        .run = run_outbox_flush,
    },
    {
        .name = "outbox drop",
        .arguments = "ID",
        .min = 1,
        .max = 1,
        .brief = "take a prompt out of the outbox",
        .text = "One that may have arrived is cancelled on its host first; until the host has "
                "answered it stays in the outbox and is not sent again.",
        .run = run_outbox_drop,
    },
    {
        .name = "outbox move",
        .arguments = "ID HOST",
        .min = 2,
        .max = 2,
        .brief = "give a prompt in the outbox to another host",
        .text = "One that may have arrived may then run on both: it asks first.",
        .options = move_options,
        .run = run_outbox_move,
    },
    {
        .name = "host add",
        .arguments = "NAME ADDRESS",
        .min = 2,
        .max = 2,
        .brief = "add a host",
        .text = "ADDRESS is [user@]name, as for ssh.",
        .options = host_options,
        .run = run_host_add,
    },
    {
        .name = "host list",
        .arguments = "",
        .brief = "list the hosts",
        .text = "\"doctor HOST\" tries one.",
        .json = true,
        .run = run_host_list,
    },
    {
        .name = "host trust",
        .arguments = "NAME FINGERPRINT",
        .min = 2,
        .max = 2,
        .brief = "trust a host's key",
        .text = "Connects, compares the host's key with FINGERPRINT (SHA256:...) and adds it to "
                "the known hosts when it is that one.",
        .run = run_host_trust,
    },
    {
        .name = "host remove",
        .arguments = "NAME",
        .min = 1,
        .max = 1,
        .brief = "remove a host's profile",
        .run = run_host_remove,
    },
    {
        .name = "doctor",
        .arguments = "[HOST]",
        .max = 1,
        .brief = "check this client, the way to a host, and the host",
        .text = "Prints PASS, WARN and FAIL lines, the last two with the next step. The exit "
                "status is 1 when something failed, or the one of the connection's failure.",
        .host = true,
        .json = true,
        .run = run_doctor,
    },
    {
        .name = "audit",
        .arguments = "",
        .brief = "list who did what on a host",
        .options = list_options,
        .host = true,
        .json = true,
        .run = run_audit,
    },
    {
        .name = "config get",
        .arguments = "NAME",
        .min = 1,
        .max = 1,
        .brief = "print a setting",
        .run = run_config_get,
    },
    {
        .name = "config set",
        .arguments = "NAME VALUE",
        .min = 2,
        .max = 2,
        .brief = "change a setting",
        .run = run_config_set,
    },
    {
        .name = "config unset",
        .arguments = "NAME",
        .min = 1,
        .max = 1,
        .brief = "remove a setting",
        .run = run_config_unset,
    },
    {
        .name = "config list",
        .arguments = "",
        .brief = "list the settings",
        .json = true,
        .run = run_config_list,
    },
    {
        .name = "completion",
        .arguments = "bash|zsh|fish",
        .min = 1,
        .max = 1,
        .brief = "print completions for a shell",
        .text = "bash: put `eval \"$(ccr completion bash)\"` into ~/.bashrc; the same for zsh in "
                "~/.zshrc. fish: `ccr completion fish > ~/.config/fish/completions/ccr.fish`.",
        .run = run_completion,
    },
    {
        .name = "help",
        .arguments = "[VERB]",
        .max = 2,
        .brief = "show how a verb is used",
        .run = run_help,
    },
    {
        .name = "version",
        .arguments = "",
        .brief = "show the version and those of the libraries",
        .run = run_version,
    },
    {
        .name = "man",
        .arguments = "ccr.1|ccr.5",
        .min = 1,
        .max = 1,
        .brief = "print a manual page",
        .hidden = true,
        .run = run_man,
    },
    {.name = NULL},
};
