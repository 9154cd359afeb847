/*
 * The functions of the request table, by file: what each takes and gives is in
 * doc/PROTOCOL.md, section 3.
 */
#ifndef CCR_DAEMON_REQUESTS_H
#define CCR_DAEMON_REQUESTS_H

#include "remote/daemon/table.h"

/* on_host.c */
request_fn on_hello, on_ping, on_host_check, on_audit_list;

/* on_task.c */
request_fn on_task_list, on_task_get, on_task_cancel, on_task_retry;

/* submit.c */
request_fn on_task_submit;

/* on_ask.c */
request_fn on_ask_list, on_ask_get, on_ask_input, on_ask_answer;

/* on_session.c */
request_fn on_session_list, on_session_get, on_session_interrupt, on_session_release;

/* on_window.c */
request_fn on_session_window, on_session_page, on_session_watch, on_session_unwatch, on_session_ack,
    on_home_watch;

#endif
