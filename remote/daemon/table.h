/*
 * The request table: every method, the scope it takes, and who answers it. It knows nothing of
 * the transport; checks that hold for all methods are made here, once.
 */
#ifndef CCR_DAEMON_TABLE_H
#define CCR_DAEMON_TABLE_H

#include "remote/daemon/client.h"

#include "protocol/message.h"

/* Answers a request; the result is the caller's. Errors as in doc/PROTOCOL.md. */
typedef int request_fn(struct client *client, const struct json *params, struct json **ret_result,
                       struct err *err);

struct request {
    const char *method;
    enum scope scope;
    bool audited; /* it changes something */
    request_fn *answer;
};

/* Checks the scope, answers, and writes the audit. A notice is answered with nothing. */
void table_dispatch(struct client *client, const struct message *message);

/* The table, ends with a NULL method: for tests and the documentation's lint. */
extern const struct request request_table[];

#endif
