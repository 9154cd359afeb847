#ifndef CCR_REMOTE_SHIM_ENDING_H
#define CCR_REMOTE_SHIM_ENDING_H

/*
 * How a run ended: the one line of its exit file.
 *
 *     exit N               the agent left with status N
 *     signal N             it was ended by signal N
 *     locked               nothing ran: the session's lock is held
 *     nocwd ERRNO TEXT     nothing ran: its folder cannot be entered
 *     noexec ERRNO TEXT    nothing ran: the program cannot be started
 *     failed WHAT: TEXT    the shim could not do its part; if an agent ran, it has ended
 */

enum { ENDING_SIZE = 256 };

/* NUL-terminated, with its newline; a longer text is cut. Empty as long as nothing ended. */
struct ending {
    char line[ENDING_SIZE];
};

/* From a status of waitpid. */
void ending_status(struct ending *ending, int status);

void ending_locked(struct ending *ending);

/* errnum is an errno, its text is the C locale's. */
void ending_nocwd(struct ending *ending, int errnum);
void ending_noexec(struct ending *ending, int errnum);

/* text must hold no newline. */
void ending_failed(struct ending *ending, const char *what, const char *text);

#endif
