/*
 * What the verbs do; verbs.c has the table that names them. Each returns what struct verb's run
 * does.
 */
#ifndef CCR_CLI_RUN_H
#define CCR_CLI_RUN_H

#include "tui/cli/cli.h"

/* Prints a verb's help. */
void help_print(const struct cli *cli, const struct verb *verb);

int run_answer(struct cli *cli, const struct args *args, struct err *err);
int run_asks(struct cli *cli, const struct args *args, struct err *err);
int run_audit(struct cli *cli, const struct args *args, struct err *err);
int run_cancel(struct cli *cli, const struct args *args, struct err *err);
int run_completion(struct cli *cli, const struct args *args, struct err *err);
int run_config_get(struct cli *cli, const struct args *args, struct err *err);
int run_config_list(struct cli *cli, const struct args *args, struct err *err);
int run_config_set(struct cli *cli, const struct args *args, struct err *err);
int run_config_unset(struct cli *cli, const struct args *args, struct err *err);
int run_doctor(struct cli *cli, const struct args *args, struct err *err);
int run_help(struct cli *cli, const struct args *args, struct err *err);
int run_host_add(struct cli *cli, const struct args *args, struct err *err);
int run_host_list(struct cli *cli, const struct args *args, struct err *err);
int run_host_remove(struct cli *cli, const struct args *args, struct err *err);
int run_host_trust(struct cli *cli, const struct args *args, struct err *err);
int run_interrupt(struct cli *cli, const struct args *args, struct err *err);
int run_man(struct cli *cli, const struct args *args, struct err *err);
int run_outbox(struct cli *cli, const struct args *args, struct err *err);
int run_outbox_drop(struct cli *cli, const struct args *args, struct err *err);
int run_outbox_flush(struct cli *cli, const struct args *args, struct err *err);
int run_outbox_move(struct cli *cli, const struct args *args, struct err *err);
int run_prompt(struct cli *cli, const struct args *args, struct err *err);
int run_release(struct cli *cli, const struct args *args, struct err *err);
int run_reply(struct cli *cli, const struct args *args, struct err *err);
int run_retry(struct cli *cli, const struct args *args, struct err *err);
int run_sessions(struct cli *cli, const struct args *args, struct err *err);
int run_show(struct cli *cli, const struct args *args, struct err *err);
int run_task(struct cli *cli, const struct args *args, struct err *err);
int run_tasks(struct cli *cli, const struct args *args, struct err *err);
int run_version(struct cli *cli, const struct args *args, struct err *err);
int run_watch(struct cli *cli, const struct args *args, struct err *err);

#endif
