/*
 * A transport through a child process that speaks the protocol on its stdin and stdout:
 * the runner of this machine, or the user's own ssh.
 */
#ifndef CCR_NET_EXEC_H
#define CCR_NET_EXEC_H

#include "tui/net/transport.h"

/* Starts argv (ends with NULL; argv[0] is looked for in PATH) in a session of its own, so that
 * the terminal's Ctrl-C does not reach it. not_found is the next step that the user is told
 * when there is no such program, or NULL; both are copied. The child's stderr is not
 * shown: its last line explains the end.
 *
 * TRANSPORT_OPEN follows at once, TRANSPORT_ENDED when the child is gone and reaped. When the
 * transport is freed the child sees the end of its stdin, after 2 s SIGTERM, after 2 more
 * SIGKILL; a thread sees to that. NULL when nothing could be started. */
struct transport *transport_exec_new(const char *const argv[], const char *not_found,
                                     struct err *err);

#endif
