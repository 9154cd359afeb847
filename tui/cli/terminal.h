/*
 * The user at the terminal: Ctrl-C as a descriptor to poll, and questions on /dev/tty, which
 * work while stdin and stdout are pipes.
 */
#ifndef CCR_CLI_TERMINAL_H
#define CCR_CLI_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

#define TERMINAL_ANSWER_MAX 1000 /* bytes; a longer one is refused */

/* From here on SIGINT makes a descriptor readable, which is returned, instead of ending the
 * process; a second one within the same run ends it with status 130. SIGPIPE is ignored. */
int terminal_catch_interrupt(void);

/* True once SIGINT came. */
bool terminal_interrupted(void);

/* Waits that long or until SIGINT; true when it came. */
bool terminal_sleep(int64_t ms);

/* True when somebody can be asked. */
bool terminal_can_ask(void);

/* Asks on the terminal and returns one line, wiped and freed by the caller; with secret it is not
 * shown. NULL without a terminal, at end of file, when interrupted, or when it is too long. */
char *terminal_ask(const char *question, bool secret);

/* True for "y" or "yes"; false for anything else and without a terminal. */
bool terminal_confirm(const char *question);

#endif
