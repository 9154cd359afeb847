/*
 * One error: what kind it is (decides the exit status and what a client does),
 * what failed and where, and the user's next step. Made where it happens,
 * shown once at the edge, never logged on the way.
 */
#ifndef CCR_BASE_ERR_H
#define CCR_BASE_ERR_H

#define ERR_WHAT_SIZE 512
#define ERR_NEXT_SIZE 256

/* The names and exit statuses stand in one table in err.c; the names cross the
 * wire, so a value may be added but never renamed. */
enum err_code {
    ERR_NONE,
    ERR_FAILED,      /* anything without a kind of its own */
    ERR_INVALID,     /* wrong usage, a wrong type, an ambiguous id */
    ERR_TOO_LARGE,   /* over a cap that the text names */
    ERR_UNREACHABLE, /* no connection to the host, or it was lost before anything was sent */
    ERR_AUTH,        /* login refused, or the host key is not the trusted one */
    ERR_NOT_FOUND,   /* no such task, session, ask, host, file */
    ERR_RUNNER,      /* ccr-remote is missing, too old, or speaks something else */
    ERR_POLICY,      /* refused by the host's policy or the key's scope */
    ERR_UNCONFIRMED, /* sent, no answer: it may have arrived */
    ERR_CONFLICT,    /* refused as things stand: same id and another text, ask not pending */
    ERR_STORAGE,     /* the disk did not take it: no receipt was given */
    ERR_METHOD,      /* the other end does not know this request */
    ERR_INTERRUPTED, /* the user pressed Ctrl-C */
};

struct err {
    enum err_code code;
    char what[ERR_WHAT_SIZE];
    char next[ERR_NEXT_SIZE]; /* empty when there is nothing to do */
};

/* Sets kind and text (cut at its size) and returns -code, so that a function can
 * say `return err_set(...)`. err may be NULL when the caller needs only the code. */
int err_set(struct err *err, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds the next step to an error that was set; returns -err->code. */
int err_next(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Puts "context: " before the text of an error; returns -err->code. */
int err_wrap(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The kind's name as it crosses the wire, such as "conflict"; never NULL. */
const char *err_name(enum err_code code);

/* The kind of that name; ERR_FAILED for one that this build does not know. */
enum err_code err_code_of(const char *name);

/* The exit status of a program that ends with this error (0 for ERR_NONE). */
int err_exit_status(enum err_code code);

#endif
