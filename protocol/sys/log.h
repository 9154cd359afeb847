/*
 * The log: lines of a program's own doings, for its user's eyes. Texts from outside are
 * made printable; prompts, answers, keys and passwords never come here.
 */
#ifndef CCR_SYS_LOG_H
#define CCR_SYS_LOG_H

enum log_level { LOG_ERROR, LOG_INFO, LOG_DEBUG };

/* Lines up to level go to the file at path (appended, 0600, begun anew at 4 MiB with one older
 * kept as PATH.old), or to stderr when path is NULL. Before the first call nothing is logged. */
void log_open(const char *path, enum log_level level);

void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

void log_close(void);

#endif
